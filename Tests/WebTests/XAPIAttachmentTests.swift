import Access
import DatabaseAccess
import Foundation
import LRS
import Support
import Testing
import TestSupport

/// Attachments at the xAPI door (xapi.md §16).
@Suite struct XAPIAttachmentTests {
  private static let data = "line one\r\n--not-a-boundary\r\n"

  private static var sha2: String {
    let digest = Digest()
    digest.add(ArraySlice(data.utf8))
    return digest.text()
  }

  private static func statement(_ more: String = "") -> String {
    XAPIClient.statement(
      id: XAPIClient.id(1),
      more: ",\"attachments\":[{\"usageType\":\"http://x.org/u\",\"display\":{\"en\":\"x\"},"
        + "\"contentType\":\"text/plain\",\"length\":\(data.utf8.count),\"sha2\":\"\(sha2)\"\(more)}]")
  }

  private static func body(_ statement: String, hash: String = sha2, data: String = data) -> String {
    "--b1\r\nContent-Type: application/json\r\n\r\n\(statement)\r\n--b1\r\nContent-Type: text/plain\r\n"
      + "Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: \(hash)\r\n\r\n\(data)\r\n--b1--\r\n"
  }

  private static let type = "multipart/mixed; boundary=\"b1\""

  @Test func `An attachment comes back as it was sent`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let sent = try await client.ask("POST", "/statements", Self.body(Self.statement()), type: Self.type)
    #expect(sent.status == 200, "\(sent.text)")
    let answer = try await client.ask("GET", "/statements?attachments=true")
    #expect(answer.headers["content-type"]?.hasPrefix("multipart/mixed; boundary=") == true)
    #expect(answer.text.contains("X-Experience-API-Hash: \(Self.sha2)\r\n\r\n\(Self.data)\r\n--"))
    #expect(try await client.ask("GET", "/statements").headers["content-type"] == "application/json")
  }

  @Test func `Parts and descriptions belong together`() async throws {
    let client = try await XAPIClient(try await TestSite())
    let bodies = [
      Self.body(Self.statement(), data: "other"), Self.body(XAPIClient.statement()),
      Self.body(Self.statement()).replacing("Content-Transfer-Encoding: binary\r\n", with: ""),
      Self.body(Self.statement()).replacing("--b1--", with: "--b1"),
      Self.body(Self.statement()).replacing("application/json", with: "text/plain"),
    ]
    for body in bodies {
      #expect(try await client.ask("POST", "/statements", body, type: Self.type).status == 400)
    }
    let whole = Self.body(Self.statement())
    #expect(try await client.ask("POST", "/statements", whole, type: "multipart/mixed").status == 400)
    #expect(try await client.ask("POST", "/statements", Self.statement()).status == 400)
    let remote = Self.statement(",\"fileUrl\":\"http://x.org/f\"")
    #expect(try await client.ask("POST", "/statements", remote).status == 200)
  }
}
