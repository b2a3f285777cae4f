/// What a condition does with a column's value.
package enum ConditionOperation: String, Sendable, CaseIterable {
  case `is`, not, contains, starts
  case eq, ne, lt, le, gt, ge
  case on, before, after
  case between
  case empty, filled

  /// Whether it holds for rows for which none of its values does.
  var isNegative: Bool { self == .not || self == .ne }
  package var takesValue: Bool { self != .empty && self != .filled }
}

extension ConditionColumn.Kind {
  /// The operations that fit a column of this kind.
  package var operations: [ConditionOperation] {
    let own: [ConditionOperation] =
      switch self {
      case .text, .id: [.is, .not, .contains, .starts]
      case .status: [.is, .not]
      case .count, .percent, .duration: [.eq, .ne, .lt, .le, .gt, .ge, .between]
      case .date, .instant: [.on, .before, .after, .between]
      case .names: [.is, .not, .contains]
      }
    return own + [.empty, .filled]
  }
}
