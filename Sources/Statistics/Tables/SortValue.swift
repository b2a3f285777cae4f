import Records

/// A cell's sort key.
enum SortValue: Equatable {
  case none
  case text(String)
  case number(Fraction)

  init(_ cell: Cell) {
    self =
      switch cell {
      case .none: .none
      case .text(let text): .text(sortKey(text))
      case .names(let names): names.isEmpty ? .none : .text(sortKey(names.joined(separator: ", ")))
      case .status(let status): .text(sortKey(status.rawValue))
      case .count(let number), .progress(let number), .duration(let number), .instant(let number), .date(let number):
        .number(Fraction(number, 1))
      case .flag(let value): .number(Fraction(value ? 1 : 0, 1))
      case .percent(let fraction): .number(fraction)
      }
  }

  /// - Returns: whether `a` comes before `b`; nil if they are equal.
  static func order(_ a: SortValue, _ b: SortValue, descending: Bool) -> Bool? {
    switch (a, b) {
    case (.none, .none): return nil
    case (.none, _): return false
    case (_, .none): return true
    case (.text(let a), .text(let b)):
      if a.utf8.elementsEqual(b.utf8) { return nil }
      return a.comesBefore(b) != descending
    case (.number(let a), .number(let b)):
      let (left, right) = (Int128(a.numerator) * Int128(b.denominator), Int128(b.numerator) * Int128(a.denominator))
      if left == right { return nil }
      return (left < right) != descending
    default: return nil
    }
  }
}
