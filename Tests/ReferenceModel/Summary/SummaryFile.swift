extension ReferencePlatform {
  /// The number of combinations "counted before any is left out".
  package func summarySize(_ viewer: String, _ question: SummaryQuestion) -> Int {
    let (users, filter) = summarized(viewer, question)
    return question.by.map { summaryValues($0, users, filter).count }.reduce(1, *)
  }

  /// The population, and the filter with dates instead of a relative period. "A condition is one on a user's row of
  /// General stats (same filters and dates) and narrows the population."
  private func summarized(_ viewer: String, _ question: SummaryQuestion) -> ([User], ReportFilter) {
    var filter = question.filter
    if let period = question.period {
      let dates = dates(of: period)
      (filter.from, filter.to) = (dates.lowerBound, dates.upperBound)
    }
    let users = reportedUsers(viewer: viewer, filter: filter).filter { user in
      satisfies(filter.conditions) { value($0, of: user, filter) }
    }
    return (users, filter)
  }

  /// The file of a *Summary* with `total=true`; nil if the viewer may not have it.
  package func summaryFile(viewer: String, _ question: SummaryQuestion) -> [[String]]? {
    guard roles(of: viewer).opensUsers else { return nil }
    let (users, filter) = summarized(viewer, question)
    var rows: [[SummaryValue]] = [[]]
    for by in question.by {
      let values = summaryValues(by, users, filter)
      rows = rows.flatMap { row in values.map { row + [$0] } }
    }
    let isTimed = question.by.contains { SummaryQuestion.units.contains($0) }
    let numbered = rows.map { row in (row, numbers: numbers(of: row, users, filter)) }
      .filter { isTimed || $0.numbers.users > 0 }
    let shown = ordered(numbered, by: question.by)
    let headings = question.columns.map { key in SummaryQuestion.headings.first { $0.0 == key }?.1 ?? "" }
    let header = question.by.map(heading) + headings
    let total = numbers(of: [], users, filter)
    return [header]
      + shown.map { row in row.0.map(\.cell) + question.columns.map(row.numbers.cell) }
      + [(["Total", ""].prefix(question.by.count) + question.columns.map(total.cell))]
  }

  /// Whether a user is one of those of a value, by its id; nil for `(none)`.
  package func belongs(_ user: String, to id: String?, by: String, _ filter: ReportFilter) -> Bool {
    let values = summaryValues(by, users.filter { $0.deletedAt == nil }, filter)
    return values.contains { value in
      (id == nil) == (value.id == nil) && equalByCodePoint(value.id ?? "", id ?? "")
        && value.users?.contains(user) == true
    }
  }

  private func heading(_ by: String) -> String {
    let headings = [
      "title": "Title / Employment", "program_session": "Program session", "path_session": "Path session",
    ]
    let field = customFields.first { equalByCodePoint("custom:\($0.id)", by) }
    if let field { return Cell.text(field.title) }
    return headings[by] ?? by.prefix(1).uppercased() + by.dropFirst()
  }

  /// "By the shown value, folded (date fields by date, managers by address), then id or exact text; `(none)` last; time
  /// ascending; the first `by` first." Equal names among the rows: `NAME (OWNER)`.
  private func ordered(
    _ rows: [([SummaryValue], numbers: SummaryReference)], by: [String]
  ) -> [([SummaryValue], numbers: SummaryReference)] {
    let named = rows.map { row in
      (
        row.0.enumerated().map { place, value -> SummaryValue in
          let twins = rows.map { $0.0[place] }.filter { other in
            equalByCodePoint(other.name, value.name) && !equalByCodePoint(other.id ?? "", value.id ?? "")
          }
          var value = value
          if let owner = value.owner, !twins.isEmpty { value.name += " (\(owner))" }
          return value
        }, numbers: row.numbers
      )
    }
    return named.sorted { left, right in
      for (place, key) in by.enumerated() {
        let (a, b) = (left.0[place], right.0[place])
        if let order = precedes(a, b, isFolded: key != "manager" && !a.isDate && a.dates == nil) { return order }
      }
      return false
    }
  }

  private func precedes(_ a: SummaryValue, _ b: SummaryValue, isFolded: Bool) -> Bool? {
    if (a.id == nil) != (b.id == nil) { return b.id == nil }
    let (left, right) = (SortKey(a.name), SortKey(b.name))
    if isFolded, left != right { return left < right }
    if !isFolded, !equalByCodePoint(a.name, b.name) { return precedesByCodePoint(a.name, b.name) }
    if equalByCodePoint(a.id ?? "", b.id ?? "") { return nil }
    return precedesByCodePoint(a.id ?? "", b.id ?? "")
  }
}
