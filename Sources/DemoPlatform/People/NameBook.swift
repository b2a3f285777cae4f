/// Assigns names. Every person has a place in one long list of all (first name, last name) of all pools; when the list
/// is used up it repeats, with a number in the email address.
///
/// So addresses are unique without storing those already assigned.
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
    // Near the golden section, so that neighbours in the company come from different pools; coprime, so that every name
    // is used before any repeats.
    var candidate = total * 618 / 1000 + dice.below(64)
    while NameBook.commonDivisor(candidate, total) > 1 { candidate += 1 }
    stride = candidate
  }

  /// The name of person `index` by their place in the list.
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

  /// The index in `NamePool.all` of the pool of person `index`.
  func pool(_ index: Int) -> Int {
    let place = place(index)
    return ends.firstIndex { place < $0 } ?? 0
  }

  private func place(_ index: Int) -> Int { (index * stride + offset) % count }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : commonDivisor(b, a % b) }

  /// A first and a last name, and the email address derived from them.
  struct FullName: Sendable {
    let first: String
    let last: String
    let email: String
  }
}
