// What if the program falls over a mistake of its own? Loaded before it: on SIGUSR2 something is thrown that nobody catches.
process.on('SIGUSR2', () => {
  if (process.argv.includes('--rejects')) void Promise.reject(new TypeError('张三的手机号 13800000000'))
  else throw Object.assign(new TypeError('张三的手机号 13800000000'), { code: 'EODD' })
})
