"""Makes zoneinfo-vectors.json: what Python's zoneinfo says about time zones, as an independent account to hold ours against.

    python3 -m venv venv && venv/bin/pip install tzdata==2026.6     # PyPI's number for release 2026f
    PYTHONTZPATH= venv/bin/python make-vectors.py > zoneinfo-vectors.json   # about a minute

An empty PYTHONTZPATH keeps the system's own, older rules out. The tzdata package is compiled by zic from the official source;
our tables come from another packaging of the same release. Only zoneinfo's public interface is asked; nothing is computed as src/time does.
"""
import hashlib
import importlib.resources
import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import TZPATH, ZoneInfo

import tzdata

assert TZPATH == (), f"the system's rules would be used: {TZPATH}"

DETAILED = """
America/New_York America/Chicago America/Los_Angeles America/Vancouver America/Edmonton America/Winnipeg America/St_Johns America/Havana
America/Santiago America/Coyhaique America/Asuncion America/Sao_Paulo America/Mexico_City America/Ciudad_Juarez America/Nuuk
America/Scoresbysund America/Caracas America/Phoenix America/Miquelon America/Inuvik America/Rainy_River
Europe/London Europe/Dublin Europe/Paris Europe/Berlin Europe/Kyiv Europe/Moscow Europe/Istanbul Europe/Chisinau Europe/Lisbon
Atlantic/Azores Africa/Casablanca Africa/Cairo Africa/Johannesburg Africa/Monrovia Africa/Juba Antarctica/Troll Antarctica/Casey
Asia/Kolkata Asia/Kathmandu Asia/Tehran Asia/Beirut Asia/Jerusalem Asia/Gaza Asia/Hebron Asia/Amman Asia/Almaty Asia/Dhaka Asia/Manila
Asia/Pyongyang Asia/Tokyo Asia/Singapore Asia/Yangon Australia/Sydney Australia/Lord_Howe Australia/Eucla Australia/Adelaide
Australia/Brisbane Pacific/Auckland Pacific/Chatham Pacific/Apia Pacific/Kiritimati Pacific/Kwajalein Pacific/Marquesas Pacific/Norfolk
Pacific/Easter Etc/UTC Etc/GMT+5
""".split()

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(*ymd):
    return int((datetime(*ymd, tzinfo=UTC) - EPOCH).total_seconds())


def offset(zone, at):
    return int(datetime.fromtimestamp(at, zone).utcoffset().total_seconds())


def transitions(zone, start, end, step=8 * 3600):
    """[instant, offset from then on] in seconds, found by walking and bisecting."""
    found = [[start, offset(zone, start)]]
    for at in range(start + step, end + 1, step):
        if offset(zone, at) == found[-1][1]:
            continue
        low, high = at - step, at
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == found[-1][1]:
                low = middle
            else:
                high = middle
        found.append([high, offset(zone, high)])
    return found


def first_minute_on_or_after(zone, day):
    """The first minute whose local date is `day` or later, found by walking every minute around it."""
    at = int((datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH).total_seconds()) - 30 * 3600
    while datetime.fromtimestamp(at, zone).date() < day:
        at += 60
    return at


def day_vectors(name, zone, changes):
    days = set()
    for at, _ in changes[1:]:
        year = datetime.fromtimestamp(at, UTC).year
        if year in (1993, 2006, 2011, 2018, 2024, 2026, 2051):
            day = datetime.fromtimestamp(at, zone).date()
            days.update(day + timedelta(days=shift) for shift in (-1, 0, 1))
    days.add(date(2026, 6, 15))
    return [
        [name, day.isoformat(), first_minute_on_or_after(zone, day), first_minute_on_or_after(zone, day + timedelta(days=1))]
        for day in sorted(days)
    ]


def wall_vectors(name, zone, changes):
    """[zone, wall time, instant with fold 0, instant with fold 1]: PEP 495 says what fold means in overlaps and gaps."""
    walls = set()
    for at, _ in changes[1:]:
        year = datetime.fromtimestamp(at, UTC).year
        if year in (2011, 2018, 2026, 2045):
            before = datetime.fromtimestamp(at - 1, zone).replace(tzinfo=None) + timedelta(seconds=1)
            after = datetime.fromtimestamp(at, zone).replace(tzinfo=None)
            for edge in (before, after):
                for minutes in (-1, 0, 15, 61):
                    walls.add(edge.replace(microsecond=0, fold=0) + timedelta(minutes=minutes))
    vectors = []
    for wall in sorted(walls):
        folds = [
            int((wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) - EPOCH).total_seconds()) for fold in (0, 1)
        ]
        vectors.append([name, wall.isoformat(timespec="minutes"), *folds])
    return vectors


def names():
    zones, links = [], {}
    text = importlib.resources.files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text()
    assert text.startswith(f"# version {tzdata.IANA_VERSION}")
    for line in text.splitlines():
        words = line.split()
        if line.startswith("Z "):
            zones.append(words[1])
        elif line.startswith("L "):
            links[words[2]] = words[1]
    for name in links:
        while links[name] in links:
            links[name] = links[links[name]]
    zones.remove("Factory")  # says "the zone was not set"; no place on earth
    return sorted(zones), dict(sorted(links.items()))


def main():
    zones, links = names()
    start, end = seconds(1970, 1, 1), seconds(2101, 1, 1)
    vectors = {"tzRelease": tzdata.IANA_VERSION, "zones": zones, "links": links, "digests": {}, "transitions": {}, "days": [], "walls": []}
    for name in sorted({*zones, *DETAILED}):
        zone = ZoneInfo(name)
        changes = transitions(zone, start, end)
        lines = "".join(f"{at} {offset}\n" for at, offset in changes)
        vectors["digests"][name] = hashlib.sha256(lines.encode()).hexdigest()[:16]
        if name in DETAILED:
            vectors["transitions"][name] = [change for change in changes if change[0] < seconds(2038, 1, 1)]
            vectors["days"] += day_vectors(name, zone, changes)
            vectors["walls"] += wall_vectors(name, zone, changes)
        print(name, len(changes), file=sys.stderr)
    assert set(vectors["transitions"]) == set(DETAILED)
    parts = []
    for key, value in vectors.items():
        if isinstance(value, list) and value and isinstance(value[0], list):
            rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in value)
            parts.append(f'"{key}":[\n{rows}\n]')
        elif isinstance(value, dict):
            rows = ",\n".join(f"{json.dumps(k)}:{json.dumps(v, separators=(',', ':'))}" for k, v in value.items())
            parts.append(f'"{key}":{{\n{rows}\n}}')
        else:
            parts.append(f'"{key}":{json.dumps(value, separators=(",", ":"))}')
    print("{" + ",\n".join(parts) + "}")


main()
