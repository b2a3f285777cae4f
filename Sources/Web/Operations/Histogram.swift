/// How often something took how long, in the buckets that Prometheus adds up; seconds.
struct Histogram: Sendable {
  static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  /// How many took longer than the bound before and no longer than this one; those beyond all bounds are in `count` alone.
  private(set) var counts = Array(repeating: 0, count: bounds.count)
  private(set) var count = 0
  private(set) var sum = 0.0

  mutating func add(_ duration: Duration) {
    let seconds = duration.seconds
    count += 1
    sum += seconds
    if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[bucket] += 1 }
  }

  /// Each bound, as text, with how many took no longer.
  var buckets: [(bound: String, count: Int)] {
    var total = 0
    let bounded = zip(Self.bounds, counts).map { bound, count in
      total += count
      return (bound: "\(bound)", count: total)
    }
    return bounded + [(bound: "+Inf", count: count)]
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
