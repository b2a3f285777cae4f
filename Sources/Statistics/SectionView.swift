/// How a section is looked at: in which order, and which page of its rows.
package struct SectionView: Sendable {
  /// The key of a column; nil is the section's own order.
  package var sort: String?
  package var descending = false
  /// Nil is all rows.
  package var page: Page?

  package struct Page: Sendable {
    /// From 1.
    package let number: Int
    /// Rows a page.
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

  /// All rows in the section's own order: what the API gives.
  package static let whole = SectionView()

  /// Which of so many rows are on the page; behind the last page comes the last page again.
  package func range(of count: Int) -> Range<Int> {
    guard let page else { return 0..<count }
    let last = max(0, count - 1) / page.size
    let first = min(page.number - 1, last) * page.size
    return first..<min(first + page.size, count)
  }
}
