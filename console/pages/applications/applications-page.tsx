/** Loads the list of applications page by page, as far as somebody scrolls. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useApplicationFilter, useTimeRange } from '../../address/index.ts';
import { call, type CallFault, useCall, useReasonWords } from '../../client/index.ts';
import { ApplicationsView } from './applications-view.tsx';
import type { CallReply } from '@plimsoll/api/client';

const pageRows = 100;
const freshMs = 60_000;

export function ApplicationsPage() {
  const { filter, setFilter } = useApplicationFilter();
  const { span } = useTimeRange();
  const query = useMemo(() => ({ ...filter, ...span }), [filter, span]);
  const list = useInfiniteQuery<
    CallReply<'listApplications'>,
    CallFault,
    { readonly pages: readonly CallReply<'listApplications'>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: ['listApplications', query],
    queryFn: ({ pageParam }) =>
      call('listApplications', {
        query: { ...query, limit: pageRows, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: freshMs,
  });
  const reasonWords = useReasonWords(span);
  const products = useCall('listProducts', {}, { freshMs });
  const { fetchNextPage, hasNextPage, isFetchingNextPage, data: loaded } = list;
  const rows = useMemo(() => loaded?.pages.flatMap((page) => page.rows) ?? null, [loaded]);
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <ApplicationsView
      rows={rows}
      fault={list.error}
      hasMore={hasNextPage}
      isLoadingMore={isFetchingNextPage}
      filter={filter}
      query={query}
      reasonWords={reasonWords}
      products={products.data?.rows ?? []}
      onFilter={setFilter}
      onNearEnd={onNearEnd}
      onRetry={() => void list.refetch()}
    />
  );
}
