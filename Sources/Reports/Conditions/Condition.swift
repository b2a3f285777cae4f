package import Access
package import Calendar
package import DatabaseAccess
import Records
package import Statistics
import Support

/// A condition on a column of a list or report: `COLUMN:OPERATION:VALUE`, or `COLUMN:empty`.
package struct Condition: Sendable {
  /// As given.
  package let text: String
  package let column: ConditionColumn
  package let operation: ConditionOperation
  /// As given, without the separators.
  package let values: [String]
  let test: ConditionTest

  /// The greatest number of conditions, of values in one condition, and the length of a condition in code points.
  package static let limit = 20
  static let valueLimit = 200
  package static let lengthLimit = 4_000
  package static let parameter = "where"

  /// - Parameters:
  ///   - text: `last_name:not:Smith|Über`.
  ///   - moment: its day is `today`.
  /// - Throws: `BadFilter`, which names the condition, the reason and what is possible.
  package init(_ text: String, among columns: [ConditionColumn], at moment: Moment) throws {
    func malformed(_ reason: String) -> BadFilter { BadFilter.badCondition(text, reason) }
    guard text.unicodeScalars.count <= Self.lengthLimit else {
      throw malformed("it is longer than \(Self.lengthLimit) characters")
    }
    let (column, rest) = try Self.column(text, among: columns)
    let parts = rest.splitBytes(at: ":", maxSplits: 1, keepsEmpty: true)
    let possible = column.kind.operations
    guard let operation = ConditionOperation(rawValue: parts[0]), possible.contains(operation) else {
      let named = parts[0].isEmpty ? "it has no operation" : "“\(parts[0])” is not an operation of \(column.key)"
      throw malformed("\(named); use one of \(possible.map(\.rawValue).joined(separator: ", "))")
    }
    (self.text, self.column, self.operation) = (text, column, operation)
    guard operation.takesValue else {
      guard parts.count == 1 else { throw malformed("\(operation.rawValue) takes no value") }
      (values, test) = ([], operation == .empty ? .empty : .filled)
      return
    }
    values = parts.count == 1 ? [] : parts[1].splitBytes(at: "|", keepsEmpty: true)
    guard !values.isEmpty, values.allSatisfy({ !$0.isEmpty }) else {
      throw malformed("it has an empty value; use \(column.key):empty for rows without a value")
    }
    guard values.count <= Self.valueLimit else { throw malformed("it has more than \(Self.valueLimit) values") }
    do {
      test = try ConditionReader(moment: moment).test(column.kind, operation, values)
    } catch let error as ConditionReader.Malformed { throw malformed(error.reason) }
  }

  /// The column that the text begins with, and the rest after its colon. Ids of custom fields may contain colons: the
  /// longest one counts that an operation follows.
  private static func column(
    _ text: String, among columns: [ConditionColumn]
  ) throws -> (column: ConditionColumn, rest: String) {
    let matching = columns.filter { text.startsWithBytes(of: $0.key + ":") || text.equalsBytes(of: $0.key) }
      .map { ($0, rest: String(decoding: text.utf8.dropFirst($0.key.utf8.count + 1), as: UTF8.self)) }
      .sorted { $0.0.key.utf8.count > $1.0.key.utf8.count }
    let fitting = matching.first { _, rest in
      ConditionOperation(rawValue: rest.splitBytes(at: ":", maxSplits: 1, keepsEmpty: true)[0]) != nil
    }
    if let found = fitting ?? matching.first { return found }
    let key = text.splitBytes(at: ":", maxSplits: 1, keepsEmpty: true)[0]
    let known = columns.filter { !$0.isCustomField }.map(\.key)
    let told = key.equalsBytes(of: "custom") ? "the custom field does not exist" : "“\(key)” is not a column"
    let nearest = closestMatch(to: key, in: known).map { "; did you mean \($0)?" } ?? ""
    let possible = (known + ["custom:ID"]).joined(separator: ", ")
    throw BadFilter.badCondition(text, "\(told); use COLUMN:OPERATION:VALUE with one of \(possible)\(nearest)")
  }

  /// The conditions of a list of users.
  /// - Throws: `BadFilter`.
  package static func all(
    _ texts: [String], of kind: UserList.Kind, for viewer: Viewer, at moment: Moment, _ session: any SQLSession
  ) throws -> [Condition] {
    texts.isEmpty ? [] : try all(texts, among: ConditionColumn.all(kind, for: viewer, session), at: moment)
  }

  /// All conditions of a request.
  /// - Throws: `BadFilter`.
  package static func all(
    _ texts: [String], among columns: [ConditionColumn], at moment: Moment
  ) throws -> [Condition] {
    guard texts.count <= limit else {
      throw BadFilter(name: parameter, reason: "may be given at most \(limit) times, not \(texts.count)")
    }
    return try texts.map { try Condition($0, among: columns, at: moment) }
  }
}

extension BadFilter {
  /// - Parameter text: the condition; a long one is cut.
  static func badCondition(_ text: String, _ reason: String) -> BadFilter {
    let isLong = text.unicodeScalars.count > 80
    let told = isLong ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(80))) + "…" : text
    return BadFilter(name: Condition.parameter, reason: "“\(told)” is not a condition: \(reason)", fault: .condition)
  }
}
