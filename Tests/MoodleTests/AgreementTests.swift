import Foundation
import Records
import Testing

@testable import Moodle

/// Random sites: the mapping agrees with a plain implementation of moodle.md.
@Suite struct AgreementTests {
  /// `TALLYBOOK_MOODLE_SITES` sets another number of sites, `TALLYBOOK_MOODLE_SEED` the first seed.
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["TALLYBOOK_MOODLE_SEED"].flatMap { UInt64($0) } ?? 1
    return first..<first + (environment["TALLYBOOK_MOODLE_SITES"].flatMap { UInt64($0) } ?? 20)
  }()

  @Test func `The mapping of random sites agrees with a plain implementation`() async throws {
    var kinds: [String: Int] = [:]
    for seed in Self.seeds {
      let tables = RandomSite(seed: seed).tables
      let reference = ReferenceSite(tables, now: RandomSite.now)
      let mapped = try await MappedSite(
        tables, without: tables["question_versions"].isEmpty ? ["question_versions", "question_bank_entries"] : []
      ) {
        $0.snapshot = RandomSite.now
      }
      let expected = try Self.written(reference)
      #expect(mapped.records.faults == [] && expected.faults == [], "seed \(seed)")
      for kind in Set(mapped.records.records.keys).union(expected.records.keys).sorted() {
        let (found, wanted) = (mapped[kind], expected.records[kind] ?? [])
        kinds[kind, default: 0] += wanted.count
        if found == wanted { continue }
        let (extra, missing) = (found.filter { !wanted.contains($0) }, wanted.filter { !found.contains($0) })
        Issue.record("seed \(seed), \(kind): \(extra.prefix(3)) instead of \(missing.prefix(3))")
      }
    }
    let never = RecordKind.all.map(\.name).filter { kinds[$0, default: 0] == 0 }
    #expect(
      never == ["identities", "activities", "paths", "path_steps", "path_sessions", "reactions"],
      "kinds that no site has")
  }

  private static func written(_ reference: ReferenceSite) throws -> RecordSet {
    let folder = MappedSite.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (kind, rows) in reference.records {
      let columns = Set(rows.flatMap(\.keys)).sorted()
      let lines = [columns] + rows.map { row in columns.map { row[$0] ?? "" } }
      let text = lines.map { $0.map(CSVText.cell).joined(separator: ",") + "\n" }.joined()
      try Data(text.utf8).write(to: folder.appending(path: "\(kind).csv"))
    }
    return try RecordSet(folder, snapshot: reference.now)
  }
}
