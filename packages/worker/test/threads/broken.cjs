throw new Error('the library is missing')
