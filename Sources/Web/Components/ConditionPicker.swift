import Records
import Reports

/// The conditions of a list or report, and the fields that add one, for `conditions.mustache`. Pages send a new
/// condition as three fields (`parameters`), from which the server makes the value of `where`.
struct ConditionPicker: TemplateModel {
  /// The conditions, in words; on pages of entities also the chosen groups.
  var chips: [Chip]
  let columns: [Column]
  let operations: [Option]
  /// The URL of suggestions, for the script; nil if there are none.
  let source: String?
  /// Why a condition cannot be used.
  var problem: String?

  struct Chip: TemplateModel {
    /// The condition, as in the address.
    let value: String
    let title: String
    /// The URL of the page without it; nil in a form, which has a box to untick.
    let href: String?
  }

  struct Column: TemplateModel {
    let id: String
    let title: String
    /// The operations that fit it, for the script.
    let operations: String
  }

  private static let names = ["where_column", "where_operation", "where_value"]
  static let parameters = Parameters(names.map { .once($0) })

  /// - Parameters:
  ///   - conditions: as in the address.
  ///   - source: the URL of suggestions.
  ///   - href: the URL without one of them.
  init(
    _ conditions: [String], among columns: [ConditionColumn], suggestions source: String? = nil, _ visit: WebRequest,
    without href: (String) -> String?
  ) {
    self.source = source
    let words = ConditionWords(language: visit.language)
    chips = conditions.map { text in
      let condition = try? Condition(text, among: columns, at: visit.moment)
      return Chip(value: text, title: condition.map { words.text($0) } ?? text, href: href(text))
    }
    self.columns = columns.map {
      Column(
        id: $0.key, title: words.title($0),
        operations: $0.kind.operations.map(\.rawValue).joined(separator: " "))
    }
    operations = ConditionOperation.allCases.map {
      Option(id: $0.rawValue, title: words.operation($0), isChosen: false)
    }
  }

  /// The condition that the three fields make; nil if no column is chosen.
  static func added(_ query: Query) -> String? {
    guard let column = query[names[0]] else { return nil }
    let operation = query[names[1]] ?? ""
    let takesValue = ConditionOperation(rawValue: operation)?.takesValue ?? true
    return takesValue ? "\(column):\(operation):\(query[names[2]] ?? "")" : "\(column):\(operation)"
  }

  /// The URL of a list with the condition that the fields of its query add; nil if they add none.
  static func address(_ path: String, adding query: Query) -> String? {
    guard let added = added(query) else { return nil }
    let kept = query.without(names + ["after", "page"]).items.filter { !$0.value.isEmpty }
    return Query(kept + [(Condition.parameter, added)]).text(after: path)
  }
}

extension Query {
  init(conditions: [String]) { self.init(conditions.map { (Condition.parameter, $0) }) }

  /// The conditions: those in the address and, from a form, the one being added. An empty one is refused, not ignored.
  var conditions: [String] { givenConditions + [ConditionPicker.added(self)].compactMap(\.self) }

  /// Those in the address.
  var givenConditions: [String] { items.filter { $0.name.equalsBytes(of: Condition.parameter) }.map(\.value) }

  /// Without one value of a parameter.
  func without(_ name: String, _ value: String) -> Query {
    Query(items.filter { !($0.name.equalsBytes(of: name) && $0.value.equalsBytes(of: value)) })
  }

  /// `true` or `false`; nil if it is not given.
  func flag(_ name: String) throws -> Bool? {
    guard let text = self[name] else { return nil }
    guard let flag = Bool(text) else { throw BadRequest(name, "is not true or false") }
    return flag
  }
}
