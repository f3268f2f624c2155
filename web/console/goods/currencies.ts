/** What prices are usually asked in; each of ISO 4217 is taken by HTTP. */
const usual = [
  ...['KRW', 'USD', 'EUR', 'JPY', 'GBP', 'CNY', 'HKD', 'TWD', 'SGD', 'THB', 'VND', 'AUD', 'CAD'],
]

/** The currencies to choose from, among them the one that is chosen. */
export const currenciesBeside = (chosen: string): readonly string[] =>
  usual.includes(chosen) ? usual : [...usual, chosen]
