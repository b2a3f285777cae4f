/// The view of a section: sort order and page.
package struct SectionView: Sendable {
  /// The key of a column; nil for the section's own order.
  package var sort: String?
  package var descending = false
  /// Nil for all rows.
  package var page: Page?

  package struct Page: Sendable {
    /// From 1.
    package let number: Int
    /// Rows per page.
    package let size: Int

    package init(number: Int, size: Int) {
      self.number = number
      self.size = size
    }
  }

  package init(sort: String? = nil, descending: Bool = false, page: Page? = nil) {
    self.sort = sort
    self.descending = descending
    self.page = page
  }

  /// All rows in the section's own order, as the API returns them.
  package static let whole = SectionView()

  /// The row range of this page; pages past the end show the last page.
  package func range(of count: Int) -> Range<Int> {
    guard let page else { return 0..<count }
    let last = max(0, count - 1) / page.size
    let first = min(page.number - 1, last) * page.size
    return first..<min(first + page.size, count)
  }
}
