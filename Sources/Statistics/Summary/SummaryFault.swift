/// Why a *Summary* cannot be computed: the parameter, the reason and the remedy.
package struct SummaryFault: Error, Sendable, CustomStringConvertible {
  package let parameter: String
  package let reason: String
  package var description: String { "\(parameter) \(reason)." }
}

extension SummaryFault {
  private static func by(_ reason: String) -> SummaryFault { SummaryFault(parameter: "by", reason: reason) }

  static let dimensions = (SummaryDimension.fixed.map(\.key) + ["custom:ID"]).joined(separator: ", ")

  static let missing = by("is missing; choose one or two of \(dimensions)")
  static func tooMany(_ count: Int) -> SummaryFault { by("may be given once or twice, not \(count) times") }
  static func twice(_ key: String) -> SummaryFault { by("is \(key) twice; choose two different ones or only one") }
  static func unknown(_ key: String, _ nearest: String?) -> SummaryFault {
    by("\(key) is not one of \(dimensions)\(nearest.map { "; did you mean \($0)?" } ?? "")")
  }
  static func unknownField(_ id: String) -> SummaryFault { by("custom:\(id) is not a custom field of the platform") }
  static let twoUnits = by("may have only one of day, week, month, quarter, year")
  static let twoThings = by("may have only one of course, program_session, path_session")

  static func column(_ key: String, _ possible: [String]) -> SummaryFault {
    SummaryFault(
      parameter: "column",
      reason: "\(key) does not exist by course; possible are \(possible.joined(separator: ", "))")
  }

  /// - Parameters:
  ///   - dimensions: those of the rows.
  ///   - unit: the unit of time among them.
  static func rows(_ count: Int, _ dimensions: [SummaryDimension], unit: TimeUnit?) -> SummaryFault {
    let remedy =
      unit.map { unit in
        unit.longer.map { "give dates with from and to, or use by=\($0.rawValue)" } ?? "give dates with from and to"
      } ?? "give dates with from and to, or choose fewer users with group"
    let keys = dimensions.map(\.key).joined(separator: " and ")
    return by("\(keys) would have \(count) rows or combinations, more than \(Summary.rowLimit); \(remedy)")
  }
}
