import { Skeleton } from '#web/kit/skeleton.tsx'

/** The place of a page whose order is on its way. */
export const LoadingPanels = ({ title }: { readonly title: string }) => (
  <div aria-busy="true" className="flex flex-col gap-4">
    <h1 className="text-28">{title}</h1>
    <Skeleton className="h-32 w-full" />
    <Skeleton className="h-48 w-full" />
  </div>
)
