import Foundation
import Testing

/// What `tallybook report summary` refuses, as pages, files and the API do (`SummaryFileTests`).
@Suite struct SummaryCommandTests {
  @Test func `What cannot be summed up is refused with the parameter, the reason and the remedy`() throws {
    let program = try Program()
    defer { program.remove() }
    try program.makeStore()
    let owner = try #require(try program.owner())
    func refusal(_ words: [String]) throws -> String {
      let outcome = try program.run(["report", "summary", "--as", owner] + words)
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(words.joined(separator: " ").prefix(80))")
      return outcome.errors
    }
    #expect(try refusal([]).contains("by is missing"))
    #expect(try refusal(["--by", "group", "--by", "month", "--by", "course"]).contains("not 3 times"))
    #expect(try refusal(["--by", "group", "--by", "group"]).contains("group twice"))
    #expect(try refusal(["--by", "course", "--column", "messages"]).contains("possible are users"))
    #expect(try refusal(["--by", "custom:no-such"]).contains("not a custom field"))
    #expect(try refusal(["--by", "group", "--where", "messages:between:9,1"]).contains("9 is greater than 1"))
    #expect(try refusal(["--by", "group", "--where", ""]).contains("is not a column"))
    #expect(try refusal(["--by", "month", "--from", "2026-02-30"]).contains("from is not a date"))
    let long = "last_name:is:" + String(repeating: "x", count: 65_536)
    #expect(try refusal(["--by", "group", "--where", long]).contains("longer than 4000 characters"))
    let many = (0..<21).flatMap { ["--where", "messages:ge:\($0)"] }
    #expect(try refusal(["--by", "group"] + many).contains("at most 20 times, not 21"))
    let days = try refusal(["--by", "day", "--from", "1976-01-01", "--to", "2026-01-01"])
    #expect(days.contains("18264 rows") && days.contains("by=month"))
    let whole = try program.run(["report", "summary", "--as", owner, "--by", "group", "--by", "month", "--total"])
    #expect(whole.status == 0 && whole.output.split(separator: "\r\n").count > 20)
  }
}
