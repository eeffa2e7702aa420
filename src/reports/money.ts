/** Digits after the point of a currency's whole unit (ISO 4217), where they are not two. */
const otherDigits: Readonly<Record<string, number>> = {
  ...digitsOf(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...digitsOf(3, 'BHD IQD JOD KWD LYD OMR TND'),
}

function digitsOf(digits: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(' ').map((currency) => [currency, digits]))
}

/** An amount in the smallest unit of a currency as one in its whole unit: 420 are `4.20`, and of yen `420`. */
export function formatMoney(minor: number, currency = ''): string {
  const digits = otherDigits[currency] ?? 2
  return (minor / 10 ** digits).toFixed(digits)
}
