// Before the first paint: without a chosen theme, the device's.
const root = document.documentElement
root.dataset.theme ||= matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
