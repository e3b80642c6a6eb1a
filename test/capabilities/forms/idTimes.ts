/** Whether an id of 24 hexadecimal digits begins with a second of these days, as those of MongoDB do. */
export const tellsTime = (id: unknown): boolean => {
  if (typeof id !== 'string' || !/^[0-9a-f]{24}$/.test(id)) return false
  return Math.abs(Number.parseInt(id.slice(0, 8), 16) - Date.now() / 1000) < 24 * 3600
}
