import Calendar
import Statistics
import Support

// Statistics as JSON (`statistics.md`, rules 1, 2 and 7): durations in seconds, instants in RFC 3339, or null.

extension JSONValue {
  static func instant(_ seconds: Int?) -> JSONValue { seconds.map { .string(Instant.text($0)) } ?? .null }

  static func mean(_ mean: Fraction) -> JSONValue { mean.rounded().map { .hundredths($0) } ?? .null }

  init(_ cell: Cell) {
    self =
      switch cell {
      case .none: .null
      case .text(let text): .string(text)
      case .status(let status): .string(status.rawValue)
      case .count(let number), .duration(let number): .integer(number)
      case .percent(let fraction): .mean(fraction)
      case .progress(let hundredths): .hundredths(hundredths)
      case .instant(let seconds): .instant(seconds)
      case .flag(let value): .bool(value)
      case .date(let days): .string(Instant.dateText(days))
      case .names(let names): .array(names.map { .string($0) })
      }
  }

  init(_ section: Section) { self = .array(section.rows.map { .object(Self.members($0, of: section)) }) }

  static func members(_ row: Section.Row, of section: Section) -> [(String, JSONValue)] {
    zip(section.columns, row.cells).filter { $0.0.isInAPI }.map { ($0.key, JSONValue($1)) }
  }

  init(_ statistics: UserStatistics) {
    func numbers(_ list: [Statistic]) -> [(String, JSONValue)] {
      list.map { ($0.key, statistics.totals[$0].map(JSONValue.init) ?? .null) }
    }
    let groups = JSONValue.array(statistics.groups.map { .string($0.name) })
    self = .object(
      [("general", .object([("groups", groups)] + numbers(UserStatistics.general)))]
        + statistics.sections.map { ($0.id, JSONValue($0)) } + [("report", .object(numbers(UserStatistics.report)))])
  }
}
