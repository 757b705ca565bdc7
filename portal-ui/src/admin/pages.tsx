// Turning the pages of a list that the server cuts.
import { Pagination } from '@mantine/core'

interface PagesProps {
  total: number
  size: number
  page: number
  onPage: (page: number) => void
}

export const Pages = ({ total, size, page, onPage }: PagesProps) =>
  total > size ? (
    <Pagination
      total={Math.ceil(total / size)}
      value={page}
      onChange={onPage}
      getControlProps={control => ({ 'aria-label': `${control} page` })}
    />
  ) : null
