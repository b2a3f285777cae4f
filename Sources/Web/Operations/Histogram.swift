/// Counts durations by the cumulative buckets of Prometheus; in seconds.
struct Histogram: Sendable {
  static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  /// Counts per bucket, not cumulative. Durations above the last bound are only in `count`.
  private(set) var counts = Array(repeating: 0, count: bounds.count)
  private(set) var count = 0
  private(set) var sum = 0.0

  mutating func add(_ duration: Duration) {
    let seconds = duration.seconds
    count += 1
    sum += seconds
    if let bucket = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[bucket] += 1 }
  }

  /// Each bound as text, with the cumulative count of durations up to it.
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
