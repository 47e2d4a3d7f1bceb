import { onKernel } from './theatre.ts'

onKernel('a parent and its child talk over a pair', async (stage) => {
  const parent = stage.start('socketpair-parent', 'buenas')
  await parent.says(/^the parent says: buenas$/)
  await parent.says(/^the child says: hello, parent$/)
  await parent.ends()
})
