import Statistics

/// The addresses of a list that is searched by `q`, sorted by `sort` and `direction` and read by `page`.
struct ListAddress {
  let query: Query
  let path: String
  var anchor = ""

  func with(_ changes: [String: String?]) -> String { query.address(path, replacing: changes) + anchor }

  /// Where a click on a column's title leads, and how the column is sorted now.
  func sort(_ key: String, _ current: String, _ direction: Direction, isNumber: Bool) -> (href: String, aria: String?) {
    let isCurrent = key == current
    let next = direction.next(isCurrent: isCurrent, isNumber: isNumber)
    let href = with(["sort": key, "direction": next.rawValue, "page": nil])
    return (href, isCurrent ? (direction == .asc ? "ascending" : "descending") : nil)
  }

  /// What a new search keeps of the address.
  var kept: [PageModel] {
    query.items.filter { !["q", "page"].contains($0.name) && !$0.value.isEmpty }
      .map { ["name": $0.name, "value": $0.value] }
  }

  /// Nil where one page has all.
  func paging(_ page: Int, _ count: Int, size: Int, _ language: Language) -> PageModel? {
    guard count > size || page > 1 else { return nil }
    let first = (page - 1) * size
    var model: PageModel = [:]
    if first < count {
      let numbers = zip(["first", "last", "count"], [first + 1, min(first + size, count), count].map(language.number))
      model["range"] = language("paging_range", Dictionary(uniqueKeysWithValues: numbers))
    }
    if page > 1 { model["previous"] = with(["page": first < count ? String(page - 1) : nil]) }
    if first + size < count { model["next"] = with(["page": String(page + 1)]) }
    return model
  }
}
