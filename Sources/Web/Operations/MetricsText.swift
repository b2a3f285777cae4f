/// Writes metrics in Prometheus' text format, version 0.0.4.
struct MetricsText {
  enum Kind: String { case counter, gauge, histogram }
  typealias Labels = [(String, String)]

  static let type = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [(Labels, Double)]) {
    begin(name, kind, help)
    for (labels, value) in samples { sample(name, labels, Self.number(value)) }
  }

  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
    if let value { add(name, kind, help, [([], value)]) }
  }

  mutating func add(_ name: String, _ help: String, _ histograms: [(Labels, Histogram)]) {
    begin(name, .histogram, help)
    for (labels, histogram) in histograms {
      for bucket in histogram.buckets { sample(name + "_bucket", labels + [("le", bucket.bound)], "\(bucket.count)") }
      sample(name + "_sum", labels, Self.number(histogram.sum))
      sample(name + "_count", labels, "\(histogram.count)")
    }
  }

  private mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func sample(_ name: String, _ labels: Labels, _ value: String) {
    let list = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
    text += list.isEmpty ? "\(name) \(value)\n" : "\(name){\(list)} \(value)\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
