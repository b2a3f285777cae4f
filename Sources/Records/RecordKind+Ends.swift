// How records end: a source withdraws a fact, and closes a relation.

extension RecordKind {
  /// When the source withdrew the fact; always the last field. A withdrawn fact is excluded from every statistic.
  static let withdrawnAt = Field.optional(
    withdrawal, .instant,
    "When the source took the fact back; then it counts nowhere. It counts again when it is sent without this field.")
  package static let withdrawal = "withdrawn_at"

  /// Whether a source can withdraw records of this kind.
  package var isWithdrawable: Bool { field(named: Self.withdrawal) != nil }

  /// Whether a record relates two others until it is closed.
  package var isRelation: Bool { self == .managers || self == .memberships || self == .enrolments }

  /// The field that ends a record: it closes a relation or withdraws a fact. Nil for kinds whose records have no end.
  package var end: String? {
    if isWithdrawable { return Self.withdrawal }
    return isRelation ? fields.last?.name : nil
  }
}
