import Foundation
import Records
import Testing

@testable import Intake

/// Which files of a folder are taken for records.
@Suite struct RecordsFolderTests {
  private func inFolder<Result>(_ files: [String: [UInt8]], _ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    return try body(folder)
  }

  private func refusal(_ names: [String]) throws -> String? {
    try inFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, []) })) { folder in
      let rejection = #expect(throws: Rejection.self) { try RecordsFolder(folder) }
      return rejection?.description.replacing(folder.path, with: "FOLDER")
    }
  }

  @Test func `Files are taken in an order in which references come after what they name`() throws {
    let names = [
      "reactions.ndjson.gz", "users.csv", "custom_fields.ndjson", "attempts.csv.gz", ".users.csv.swp", "README.md",
    ]
    try inFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, []) })) { folder in
      let files = try RecordsFolder(folder).files.map(\.name)
      #expect(files == ["custom_fields.ndjson", "users.csv", "attempts.csv.gz", "reactions.ndjson.gz"])
    }
  }

  @Test func `Two files for one kind are refused`() throws {
    #expect(
      try refusal(["users.csv", "users.ndjson.gz"])
        == "users.ndjson.gz: is a second file for users, beside users.csv; keep one of them")
  }

  @Test func `A file named after no kind tells the nearest`() throws {
    #expect(
      try refusal(["atempts.csv.gz"])
        == "atempts.csv.gz: is named after no kind of record; did you mean attempts.csv.gz?")
    #expect(try refusal(["weather_in_paris_today.csv"])?.contains("(custom_fields, users, managers") == true)
    #expect(try refusal(["Users.csv"])?.contains("did you mean users.csv?") == true)
  }

  @Test func `A folder without files, and none at all, are refused`() throws {
    #expect(
      try refusal(["README.md", ".csv"])
        == "FOLDER: has no file of records; expected are names such as users.csv or attempts.ndjson.gz")
    let missing = #expect(throws: Rejection.self) { try RecordsFolder(URL(filePath: "/nonexistent/folder")) }
    #expect(missing?.description == "/nonexistent/folder: is no folder that can be read")
  }

  @Test func `All four forms of a file give the same records`() throws {
    let csv = Array("id,name\nt1,T\n".utf8)
    let json = Array("{\"id\":\"t1\",\"name\":\"T\"}\n".utf8)
    for (name, bytes) in [("csv", csv), ("csv.gz", gzip(csv)), ("ndjson", json), ("ndjson.gz", gzip(json))] {
      try inFolder(["tags.\(name)": bytes]) { folder in
        let file = try #require(try RecordsFolder(folder).files.first)
        var read = 0
        let texts = try file.open(FieldContext(now: 0)) { read += $0 }.texts()
        #expect(texts.map { $0.dropFirst(3) } == ["id=t1 name=T"])
        #expect(read == bytes.count && file.size == bytes.count)
      }
    }
  }

  @Test func `A folder in place of a file, and a text that calls itself gzip, are told`() throws {
    try inFolder(["tags.csv.gz": Array("id,name\n".utf8)]) { folder in
      try FileManager.default.createDirectory(
        at: folder.appending(path: "users.csv"), withIntermediateDirectories: true)
      for file in try RecordsFolder(folder).files {
        #expect(throws: UnreadableFile.self) { try file.open(FieldContext(now: 0)).texts() }
      }
    }
  }
}
