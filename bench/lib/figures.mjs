// How is a row of numbers read? Sorted, by its share: the median, the 99th of a hundred, the ends.
export const sorted = (numbers) => [...numbers].sort((a, b) => a - b)

/** The value below which this share of the numbers lies (nearest rank). */
export const share = (numbers, fraction) => {
  const all = sorted(numbers)
  return all[Math.min(all.length - 1, Math.max(0, Math.ceil(all.length * fraction) - 1))]
}
export const median = (numbers) => share(numbers, 0.5)
export const ends = (numbers) => ({
  min: share(numbers, 0),
  median: median(numbers),
  max: share(numbers, 1),
})

/** Three significant places are more than a noisy machine knows. */
export const rounded = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(4)) : value
