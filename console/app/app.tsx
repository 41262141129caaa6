/** The console: look, language, session, then the shell with its pages. */
import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp, ConfigProvider } from 'antd';
import antdEn from 'antd/locale/en_US';
import antdZh from 'antd/locale/zh_CN';
import { useMemo } from 'react';
import { RouterProvider } from 'react-router/dom';
import { createQueries } from '../client/index.ts';
import { LookContext } from '../parts/index.ts';
import { createAntdTheme } from '../tokens/index.ts';
import { LanguageProvider } from '../words/index.ts';
import { useKeptLook } from './kept-look.ts';
import { createRouter } from './router.tsx';

const queries = createQueries();
const router = createRouter();

export function App() {
  const state = useKeptLook();
  const { look, scheme } = state;
  const theme = useMemo(() => createAntdTheme(scheme, look.density), [scheme, look.density]);
  return (
    <QueryClientProvider client={queries}>
      <LookContext value={state}>
        <LanguageProvider code={look.language}>
          <ConfigProvider
            theme={theme}
            locale={look.language === 'zh' ? antdZh : antdEn}
            button={{ autoInsertSpace: false }}
          >
            <AntdApp component={false}>
              <RouterProvider router={router} />
            </AntdApp>
          </ConfigProvider>
        </LanguageProvider>
      </LookContext>
    </QueryClientProvider>
  );
}
