import Calendar
import DatabaseAccess
import Records

/// A value of a dimension of a *Summary*.
package struct SummaryMember: Sendable {
  /// As in statements: a key, a text, the index of a unit; null for `(none)`.
  let value: SQLValue
  /// Id or exact text; for time, the unit's first date; nil for `(none)`.
  package var id: String?
  /// As shown.
  package var name: Cell
  /// What tells it from others of the same name: the name of the group's parent, of the session's program or path.
  var owner: String?

  /// The name of users without a value.
  package static let noneName = "(none)"

  /// - Parameter id: nil for `(none)`.
  init(value: SQLValue, id: String?, name: Cell, owner: String? = nil) {
    self.value = value
    self.id = id
    self.name = name
    self.owner = owner
  }

  static let none = SummaryMember(value: .null, id: nil, name: .text(noneName))

  init(_ index: Int, of unit: TimeUnit) {
    let day = unit.firstDay(ofIndex: index)
    value = .integer(index)
    id = Instant.dateText(day)
    name = unit.name(ofIndex: index).map { .text($0) } ?? .date(day)
  }

  /// The name without dates.
  package var plainName: String { if case .text(let text) = name { text } else { "" } }
}

/// The order of members: by the shown value, folded, then by id or exact text; `(none)` last.
struct SummaryOrder: Comparable {
  private let isNone: Bool
  /// Of dates and times.
  private let number: Int
  private let text: String
  private let id: String

  init(_ member: SummaryMember, of dimension: SummaryDimension) {
    isNone = member.id == nil
    number =
      switch (member.name, member.value) {
      case (.date(let day), _): day
      case (_, .integer(let index)) where dimension.unit != nil: index
      default: Int.max
      }
    text = dimension == .manager ? member.plainName : sortKey(member.plainName)
    id = member.id ?? ""
  }

  static func < (a: SummaryOrder, b: SummaryOrder) -> Bool {
    if a.isNone != b.isNone { return b.isNone }
    if a.number != b.number { return a.number < b.number }
    return a.text.utf8.elementsEqual(b.text.utf8) ? a.id.comesBefore(b.id) : a.text.comesBefore(b.text)
  }

  static func == (a: SummaryOrder, b: SummaryOrder) -> Bool { !(a < b) && !(b < a) }
}
