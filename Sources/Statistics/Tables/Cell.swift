/// A value in a table, or of a statistic; exact. Pages, files and the API have one conversion each: `DisplayFormat`,
/// `SpreadsheetCell` and `JSONValue`.
package enum Cell: Sendable, Equatable {
  case none
  case text(String)
  case count(Int)
  /// Exact mean in hundredths.
  case percent(Fraction)
  /// Hundredths; pages round down, so that 100 means done.
  case progress(Int)
  case duration(Int)
  case instant(Int)
  /// Days since 1970-01-01.
  case date(Int)
  case status(Status)
  case flag(Bool)
  /// Several names, in order.
  case names([String])
}

extension Cell {
  static func status(code: String?) -> Cell { code.flatMap(Status.init).map { .status($0) } ?? .none }
  static func text(_ value: String?) -> Cell { value.map { .text($0) } ?? .none }
  static func duration(_ value: Int?) -> Cell { value.map { .duration($0) } ?? .none }
  static func instant(_ value: Int?) -> Cell { value.map { .instant($0) } ?? .none }
  static func progress(_ value: Int?) -> Cell { value.map { .progress($0) } ?? .none }
  static func score(_ value: Int?) -> Cell { value.map { .percent(Fraction($0, 1)) } ?? .none }
  static func mean(_ value: Fraction) -> Cell { value.denominator > 0 ? .percent(value) : .none }
}
