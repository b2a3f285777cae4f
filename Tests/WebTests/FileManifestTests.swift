import Foundation
import Jobs
import Reports
import Testing
import TestSupport
import Web

/// A file describes itself, the same report gives the same bytes, and *Now* asks before a long wait.
@Suite struct FileManifestTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func keep(_ data: Data, _ name: String) throws -> String {
    let file = folder.appending(path: name)
    try data.write(to: file)
    return file.path
  }

  private func fault(_ path: String) -> FileCheck.Fault? {
    do { _ = try FileCheck.check(path) } catch { return error as? FileCheck.Fault }
    return nil
  }

  @Test func `The same report on the same records at the same now is the same bytes, in every format`() async throws {
    let sites = (try await TestSite(), try await TestSite())
    let owners = (try await sites.0.program(of: "owner"), try await sites.1.program(of: "owner"))
    for kind in CustomReport.Kind.allCases {
      for format in FileFormat.allCases {
        let more = (format == .xlsx ? "&about=1" : "") + (kind == .summary ? "&by=group&by=month" : "")
        let path = "/reports/\(kind.rawValue)/download?format=\(format.rawValue)\(more)"
        let (one, other) = (try await owners.0.get(path), try await owners.1.get(path))
        #expect(one.status == 200 && !one.data.isEmpty && one.data == other.data, "\(path)")
        #expect(try await owners.0.get(path).data == one.data, "\(path)")
      }
    }
  }

  @Test func `A workbook says on its first sheet what it is, and whoever alters or cuts it is found out`() async throws
  {
    let site = try await TestSite()
    let owner = try await site.program(of: "owner")
    let answer = try await owner.get("/reports/general-stats/download?format=xlsx&about=1&group=sales&name=Mine")
    let path = try keep(answer.data, "mine.xlsx")
    let lines = Dictionary(try FileCheck.check(path)) { first, _ in first }
    #expect(lines["Report"] == "general-stats" && lines["Viewer"] == "owner@x.org" && lines["File"] == "Mine.xlsx")
    #expect(lines["Snapshot"] == "2026-03-15T12:00:00Z" && lines["Filter: group"] == "sales")
    #expect(lines["Column: Avg score"]?.contains("scored") == true, "\(lines)")
    #expect(lines["SHA-256 of the rows"]?.count == 64 && lines["Rows"].flatMap { Int($0) } ?? 0 > 0)

    let other = try await owner.get("/reports/general-stats/download?format=xlsx&about=1&group=sales&column=messages")
    #expect(other.data != answer.data)
    #expect(fault(try keep(answer.data.prefix(answer.data.count - 200), "cut.xlsx")) == .damaged)
    #expect(fault(try keep(Data("no zip".utf8), "text.xlsx")) == .damaged)
    let plain = try await owner.get("/reports/general-stats/download?format=xlsx")
    #expect(fault(try keep(plain.data, "plain.xlsx")) == .noCover)
    if case .unreadable = fault(folder.path + "/none.xlsx") {} else { Issue.record("a file that is not there") }
  }

  @Test(arguments: ["csv", "ndjson"])
  func `Beside CSV and NDJSON stands a second file; what is altered, cut off or alone is found out`(
    format: String
  ) async throws {
    let site = try await TestSite.withWorkers()
    let browser = try await site.browser(of: "coach")
    let job = try await browser.orderFile("/reports/users/download?about=1&format=\(format)&field=")
    let page = try await browser.page(of: job, when: "done")
    #expect(page.text.contains("\(job)/about\""))
    let (file, side) = (try await browser.get("\(job)/file"), try await browser.get("\(job)/about"))
    #expect(side.headers["content-disposition"]?.contains(".\(format).about.json") == true)
    let path = try keep(file.data, "file.\(format)")
    #expect(fault(path) == .noSideFile(path + ".about.json"))
    _ = try keep(side.data, "file.\(format).about.json")
    let lines = Dictionary(try FileCheck.check(path)) { first, _ in first }
    #expect(lines["Report"] == "users" && lines["Viewer"] == "coach@x.org")
    let facts = try #require(FileManifest(text: side.data))
    #expect(facts.bytes == file.data.count && facts.columns.first?.key == "first_name")

    _ = try keep(file.data.dropLast(3), "file.\(format)")
    #expect(fault(path) == .cutOff(bytes: file.data.count - 3, of: file.data.count))
    var altered = file.data
    altered[altered.count - 5] ^= 1
    _ = try keep(altered, "file.\(format)")
    #expect(fault(path) == .altered("its checksum differs"))
    _ = try keep(Data("{}".utf8), "file.\(format).about.json")
    #expect(fault(path) == .noFacts(path + ".about.json"))

    let stranger = try await site.browser(of: "owner")
    #expect(try await stranger.get("\(job)/about").status == 404)
    let plain = try await browser.orderFile("/reports/users/download?format=\(format)")
    #expect(!(try await browser.page(of: plain, when: "done").text.contains("\(plain)/about\"")))
    #expect(try await browser.get("\(plain)/about").status == 404)
  }

  @Test func `Now on something large offers the e-mail way first; programs get the file`() async throws {
    let site = try await TestSite { $0.largeFile = 2 }
    let browser = try await site.browser(of: "owner")
    let address = "/users/download?tab=current&format=csv&field="
    let question = try await browser.get(address + "&ask=1")
    #expect(question.status == 200 && question.headers["content-type"]?.hasPrefix("text/html") == true)
    #expect(question.text.contains("This takes a while") && question.text.contains("more than 2 rows"))
    let href = address.replacing("&", with: "&amp;")
    #expect(question.text.contains("action=\"\(href)\"") && question.text.contains("href=\"\(href)\""))
    #expect(try await browser.get(address).headers["content-type"] == "text/csv; charset=utf-8")
    #expect(try await browser.orderFile(address).hasPrefix("/downloads/"))
    let one = try await browser.get("/reports/users/download?user=inside&ask=1")
    #expect(one.headers["content-type"] == "text/csv; charset=utf-8")
    #expect(try await site.browser(of: "inside").get("/users/download?ask=1").status == 403)
  }

  @Test func `Now on what becomes two files offers to make both, and tells programs how`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    let question = try await browser.get("/members/download?format=csv&about=1&ask=1")
    #expect(question.text.contains("This creates two files"))
    #expect(question.text.contains("action=\"/members/download?format=csv&amp;about=1\""))
    #expect(question.text.contains("href=\"/members/download?format=csv\""))
    let refused = try await browser.get("/members/download?format=csv&about=1")
    #expect(refused.status == 400)
    #expect(try await browser.get("/members/download?format=xlsx&about=1&ask=1").status == 200)
  }

  @Test func `Every file comes as NDJSON too, with the keys of its columns`() async throws {
    let site = try await TestSite()
    let browser = try await site.browser(of: "owner")
    for (path, key) in [
      ("/users", "time_spent"), ("/users/inside", "average_score"), ("/members", "registered_at"),
      ("/collaborative-activities", "publications"), ("/users/owner/team", "overdue_steps"), ("/groups/sales", "email"),
      ("/audit", "action"),
    ] {
      let answer = try await browser.get("\(path)/download?format=ndjson")
      #expect(answer.status == 200 && answer.headers["content-type"] == "application/x-ndjson", "\(path)")
      #expect(answer.headers["content-disposition"]?.contains(".ndjson") == true, "\(path)")
      for line in answer.text.split(separator: "\n") {
        #expect((try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?[key] != nil, "\(path)")
      }
    }
  }

  @Test func `More columns than a workbook holds are an error that proposes CSV, before a byte is sent`() async throws {
    var texts = SmallWorld.texts
    texts["custom_fields"] =
      "id,title,type\noffice,Office,text\nhired,Hired,date\n" + (1...16_400).map { "f\($0),F\($0),text\n" }.joined()
    let site = try await TestSite(texts)
    for viewer in [try await site.program(of: "owner"), try await site.browser(of: "owner")] {
      let refused = try await viewer.get("/reports/tags/download?format=xlsx")
      #expect(refused.status == 422 && refused.text.lowercased().contains("choose csv"))
      #expect(refused.headers["content-disposition"] == nil)
    }
    for format in ["csv", "ndjson"] {
      #expect(try await site.program(of: "owner").get("/reports/tags/download?format=\(format)").status == 200)
    }
  }
}
