import Statistics

/// The URLs of a list that is searched with `q`, sorted with `sort` and `direction`, and paged with `page`.
struct ListURL {
  let query: Query
  let path: String
  var anchor = ""

  func with(_ changes: [String: String?]) -> String { query.address(path, replacing: changes) + anchor }

  /// The link of a column's title, and how the column is sorted now.
  func sort(_ key: String, _ current: String, _ direction: Direction, isNumber: Bool) -> Table.Sort {
    let isCurrent = key == current
    let next = direction.next(isCurrent: isCurrent, isNumber: isNumber)
    return Table.Sort(
      href: with(["sort": key, "direction": next.rawValue, "page": nil]),
      aria: isCurrent ? (direction == .asc ? "ascending" : "descending") : nil)
  }

  /// The parameters that a new search keeps.
  var kept: [HiddenField] {
    query.items.filter { !["q", "page"].contains($0.name) && !$0.value.isEmpty }
      .map { HiddenField(name: $0.name, value: $0.value) }
  }

  /// nil if everything is on one page.
  func paging(_ page: Int, _ count: Int, size: Int, _ language: Language) -> Table.Paging? {
    guard count > size || page > 1 else { return nil }
    let first = (page - 1) * size
    var paging = Table.Paging()
    if first < count {
      let numbers = zip(["first", "last", "count"], [first + 1, min(first + size, count), count].map(language.number))
      paging.range = language("paging_range", Dictionary(uniqueKeysWithValues: numbers))
    }
    if page > 1 { paging.previous = with(["page": first < count ? String(page - 1) : nil]) }
    if first + size < count { paging.next = with(["page": String(page + 1)]) }
    return paging
  }
}
