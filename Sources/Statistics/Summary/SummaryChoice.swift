package import DatabaseAccess
import Support

/// What a *Summary* shows: its dimensions and columns, checked.
package struct SummaryChoice: Sendable {
  package let dimensions: [SummaryDimension]
  package let columns: [SummaryColumn]

  /// - Parameters:
  ///   - by: keys of dimensions.
  ///   - columns: nil for the default columns; unknown keys are ignored.
  /// - Throws: `SummaryFault`.
  package init(by keys: [String], columns: [String]?) throws {
    guard !keys.isEmpty else { throw SummaryFault.missing }
    guard keys.count <= 2 else { throw SummaryFault.tooMany(keys.count) }
    dimensions = try keys.map { key in
      guard let dimension = SummaryDimension(key: key) else {
        throw SummaryFault.unknown(key, closestMatch(to: key, in: SummaryDimension.fixed.map(\.key)))
      }
      return dimension
    }
    if dimensions.count == 2 {
      if dimensions[0] == dimensions[1] { throw SummaryFault.twice(dimensions[0].key) }
      if dimensions.allSatisfy({ $0.unit != nil }) { throw SummaryFault.twoUnits }
      if dimensions.allSatisfy({ $0.thing != nil }) { throw SummaryFault.twoThings }
    }
    self.columns = columns.map { $0.compactMap(SummaryColumn.init(rawValue:)) } ?? SummaryColumn.usual
    let possible = Self.columns(by: dimensions)
    if let missing = self.columns.first(where: { !possible.contains($0) }) {
      throw SummaryFault.column(missing.rawValue, possible.map(\.rawValue))
    }
  }

  /// The columns that may be asked for.
  package static func columns(by dimensions: [SummaryDimension]) -> [SummaryColumn] {
    dimensions.contains(.course) ? SummaryColumn.ofCourses : SummaryColumn.allCases
  }

  /// The headings of the dimensions' columns.
  /// - Throws: `SummaryFault` for an unknown custom field.
  package func headings(_ session: any SQLSession) throws -> [SummaryHeading] {
    try dimensions.map { SummaryHeading($0, try SummaryField(of: $0, session)) }
  }
}
