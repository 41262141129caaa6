/** Builds the console to console/dist; in development `/v1` goes to a server on this machine. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const serverAddress = 'http://127.0.0.1:4600';

// A default export because Vite reads nothing else.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: 4610,
    proxy: { '/v1': { target: serverAddress } },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component)[\\/]/ },
          ],
        },
      },
    },
  },
});
