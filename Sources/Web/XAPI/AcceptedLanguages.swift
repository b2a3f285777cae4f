import Foundation
import Records

/// The languages of an Accept-Language header (RFC 9110, 12.5.4).
enum AcceptedLanguages {
  /// The best first; without those of weight 0, and at most 20.
  static func tags(_ header: String) -> [String] {
    let weighted = header.splitBytes(at: ",").prefix(20).map { item -> (tag: String, weight: Double) in
      let parts = item.splitBytes(at: ";").map(\.asciiTrimmed)
      let weight = parts.dropFirst().first { $0.asciiLowercased.startsWithBytes(of: "q=") }
      return (parts.first ?? "", weight.flatMap { Double($0.dropFirst(2)) } ?? 1)
    }
    return weighted.filter { !$0.tag.isEmpty && $0.tag != "*" && $0.weight > 0 }
      .enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }.map(\.element.tag)
  }
}
