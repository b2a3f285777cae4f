/// Who bears which name. Every person of a platform has a place in one long list of all (first name, last name) of all
/// pools; only when the list is used up does it begin again, with a number in the e-mail address.
///
/// So addresses are unique without a memory of those given away.
struct NameBook: Sendable {
  private let ends: [Int]
  private let count: Int
  private let stride: Int
  private let offset: Int

  init(seed: UInt64) {
    var total = 0
    ends = NamePool.all.map { pool in
      total += pool.given.count * pool.family.count
      return total
    }
    count = total
    var dice = Dice(seed: seed, stream: .names, index: 0)
    offset = dice.below(total)
    // Near the golden section, so that neighbours in the company come from different pools; without a common divisor,
    // so that every name comes before any comes again.
    var candidate = total * 618 / 1000 + dice.below(64)
    while NameBook.commonDivisor(candidate, total) > 1 { candidate += 1 }
    stride = candidate
  }

  /// The name with which the person `index` was born.
  func name(_ index: Int) -> FullName {
    let place = place(index)
    let pool = NamePool.all[pool(index)]
    let within = place - (ends[self.pool(index)] - pool.given.count * pool.family.count)
    let given = pool.given[within % pool.given.count]
    let family = pool.family[within / pool.given.count]
    let round = index / count
    let number = round == 0 ? "" : String(round + 1)
    return FullName(
      first: given.written, last: family.written, email: "\(given.ascii).\(family.ascii)\(number)@example.com")
  }

  /// Which of `NamePool.all` the person `index` comes from.
  func pool(_ index: Int) -> Int {
    let place = place(index)
    return ends.firstIndex { place < $0 } ?? 0
  }

  private func place(_ index: Int) -> Int { (index * stride + offset) % count }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }

  /// A first and a last name, and the e-mail address that they make.
  struct FullName: Sendable {
    let first: String
    let last: String
    let email: String
  }
}
