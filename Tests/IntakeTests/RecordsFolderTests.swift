import Foundation
import Records
import Testing

@testable import Intake

/// The files of a folder that are read as records.
@Suite struct RecordsFolderTests {
  private func inFolder<Result>(_ files: [String: [UInt8]], _ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    return try body(folder)
  }

  /// The messages about a folder with these files, one per line.
  private func refusal(_ names: [String]) throws -> [String] {
    try inFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, []) })) { folder in
      do { return try RecordsFolder(folder).faults.map(\.description) } catch let rejection as Rejection {
        return [rejection.description.replacing(folder.path, with: "FOLDER")]
      }
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
      try refusal(["users.csv", "users.ndjson.gz", "tags.csv", "tags.csv.gz"]) == [
        "tags.csv.gz: is a second file for tags, next to tags.csv; keep one of them",
        "users.ndjson.gz: is a second file for users, next to users.csv; keep one of them",
      ])
  }

  @Test(arguments: [
    ("attempts.CSV", "attempts.csv"), ("Attempts.csv", "attempts.csv"), ("attempts.csv.GZ", "attempts.csv.gz"),
    ("attempts.xlsx", "attempts.csv"), ("attempts.csv.zip", "attempts.csv"), ("attempts.CSV.gz", "attempts.csv.gz"),
    ("attempts", "attempts.csv"), ("ATTEMPTS.Ndjson", "attempts.ndjson"), ("attempts.json", "attempts.ndjson"),
    ("attempts.jsonl.gz", "attempts.ndjson.gz"), ("attempts.csv.bak", "attempts.csv"), ("attempts.", "attempts.csv"),
    ("attempts.2026.csv", "attempts.csv"), ("attempts.csv~", "attempts.csv"), ("attempts.csv ", "attempts.csv"),
  ])
  func `A file that is named after a kind, and not as one of its files is, names the right one`(
    name: String, right: String
  ) throws {
    let fault = "\(name): is not a valid file name; rename it to \(right), or move it out of the folder"
    #expect(try refusal(["users.csv", name]) == [fault])
    #expect(try refusal([name]) == [fault])
  }

  @Test func `Other files are listed, with what may have been meant`() throws {
    let names = [
      "users.csv", "README.md", "atempts.csv.gz", "weather.csv", ".users.csv.swp", "notes", "\u{212A}users.csv",
    ]
    try inFolder(Dictionary(uniqueKeysWithValues: names.map { ($0, []) })) { folder in
      let read = try RecordsFolder(folder)
      #expect(read.files.map(\.name) == ["users.csv"] && read.faults.isEmpty)
      #expect(Set(read.notRead).count == 6)
      #expect(read.notRead.contains("atempts.csv.gz (did you mean attempts.csv.gz?)"))
      #expect(read.notRead.contains("README.md") && read.notRead.contains(".users.csv.swp"))
    }
  }

  @Test func `A folder without files, and none at all, are refused`() throws {
    #expect(
      try refusal(["README.md", ".csv"])
        == ["FOLDER: has no record files; name them like users.csv or attempts.ndjson.gz"])
    let missing = #expect(throws: Rejection.self) { try RecordsFolder(URL(filePath: "/nonexistent/folder")) }
    #expect(missing?.description == "/nonexistent/folder: is not a readable folder")
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

  @Test func `What is no file, and a text that calls itself gzip, are told, and links are followed`() throws {
    try inFolder(["tags.csv.gz": Array("id,name\n".utf8), "real": Array("id,name\np,P\n".utf8)]) { folder in
      let manager = FileManager.default
      try manager.createDirectory(at: folder.appending(path: "users.csv"), withIntermediateDirectories: true)
      try manager.createSymbolicLink(
        at: folder.appending(path: "paths.csv"), withDestinationURL: folder.appending(path: "real"))
      try manager.createSymbolicLink(
        at: folder.appending(path: "groups.csv"), withDestinationURL: folder.appending(path: "gone"))
      #expect(mkfifo(folder.appending(path: "courses.csv").path, 0o600) == 0)
      let read = try RecordsFolder(folder)
      #expect(
        read.faults.map(\.description) == [
          "courses.csv: is not a regular file; save the records in a regular file",
          "groups.csv: is a link to a file that does not exist",
          "users.csv: is a folder; use a file with records",
        ])
      #expect(read.faultyKinds == [.courses, .groups, .users])
      let texts = try read.files.map { try $0.open(FieldContext(now: 0)).texts() }
      #expect(
        texts == [
          ["tags.csv.gz: is not a valid gzip file; download or compress it again".replacing(".csv.gz", with: "")],
          ["2: id=p name=P"],
        ])
    }
  }
}
