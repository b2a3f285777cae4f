import Foundation

/// Two sites with the same records, each on a different engine, for the same requests.
struct TwoSites {
  let sites: [TestSite]

  init(_ one: TestSite, _ other: TestSite) { sites = [one, other] }

  /// Differences between the two responses to a viewer: status or bytes.
  /// - Parameter open: requests that must not be refused, because two equal refusals prove nothing.
  /// - Parameter archive: keeps the responses of the first site.
  func faults(
    _ viewer: String, _ addresses: [String], open: Set<String> = [], archive: ResponseArchive? = nil
  ) async throws -> [String] {
    var programs: [Browser] = []
    for site in sites { programs.append(try await site.program(of: viewer)) }
    var faults: [String] = []
    for address in addresses {
      let (one, other) = (try await programs[0].get(address), try await programs[1].get(address))
      try archive?.keep(one, of: address, for: viewer)
      let isRefused = one.status >= 500 || one.status != 200 && open.contains(address)
      if one.status == other.status, one.data == other.data, !isRefused { continue }
      faults.append("\(address) for \(viewer): \(one.status), \(other.status): \(Self.first(one.text, other.text))")
    }
    return faults
  }

  /// The first lines that differ.
  private static func first(_ one: String, _ other: String) -> String {
    let (left, right) = (one.split(separator: "\n"), other.split(separator: "\n"))
    let pair = zip(left, right).first { $0 != $1 }
    return pair.map { "\($0.prefix(500))\n\($1.prefix(500))" } ?? "\(left.count) and \(right.count) lines"
  }
}
