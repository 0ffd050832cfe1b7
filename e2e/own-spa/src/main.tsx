import { RequireSession, SgidLoginProvider } from '@sgid-login/hooks'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { Details } from './details'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')

createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <SgidLoginProvider leaving={<p>One moment …</p>}>
      <h1>Own service</h1>
      <RequireSession waiting={<p>One moment …</p>}>
        <Details />
      </RequireSession>
    </SgidLoginProvider>
  </QueryClientProvider>,
)
