"""The smallest server with the same packages: what a first build of it takes, and how fast it answers the same pages."""

import re
import shutil
import subprocess

from benches.measuring import DATA, ROOT, run, say

PACKAGE = """\
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "bare",
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "bare",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
"""

SOURCE = """\
import ArgumentParser
import Foundation
import GRDB
import Hummingbird
import Mustache

@main
struct Bare: AsyncParsableCommand {
  @Option var port = 8080
  @Option var folder: String?

  func run() async throws {
    let database = try DatabaseQueue()
    let page = try MustacheTemplate(string: "<p>{{.}}</p>")
    let router = Router()
    router.get("/") { _, _ in
      let number = try await database.read { try Int.fetchOne($0, sql: "SELECT 1") ?? 0 }
      return page.render(number)
    }
    if let folder { try serve(URL(fileURLWithPath: folder), on: router) }
    let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
    try await Application(router: router, configuration: configuration).runService()
  }

  /// NAME.mustache and NAME.json (the texts for its tags) as a page; NAME.rows as a JSON answer.
  private func serve(_ folder: URL, on router: Router<BasicRequestContext>) throws {
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let name = file.deletingPathExtension().lastPathComponent
      if file.pathExtension == "mustache" {
        let template = try MustacheTemplate(string: String(contentsOf: file, encoding: .utf8))
        let texts = try Data(contentsOf: folder.appendingPathComponent("\\(name).json"))
        let model = try JSONDecoder().decode([String: String].self, from: texts)
        router.get("/\\(name)") { _, _ in HTML(text: template.render(model)) }
      } else if file.pathExtension == "rows" {
        let rows = try JSONDecoder().decode(Answer.self, from: Data(contentsOf: file))
        router.get("/\\(name)") { _, _ in rows }
      }
    }
  }
}

struct HTML: ResponseGenerator {
  var text: String

  func response(from request: Request, context: some RequestContext) -> Response {
    Response(status: .ok, headers: [.contentType: "text/html; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
  }
}

struct Answer: ResponseCodable {
  var rows: [[String: Value]]
}

enum Value: Codable {
  case number(Double), text(String), nothing

  init(from decoder: any Decoder) throws {
    let box = try decoder.singleValueContainer()
    if box.decodeNil() { self = .nothing } else if let number = try? box.decode(Double.self) { self = .number(number) } else {
      self = .text(try box.decode(String.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var box = encoder.singleValueContainer()
    switch self {
    case .number(let number): try box.encode(number)
    case .text(let text): try box.encode(text)
    case .nothing: try box.encodeNil()
    }
  }
}
"""


def write_bare_server():
    folder = DATA / "bare"
    (folder / "Sources" / "bare").mkdir(parents=True, exist_ok=True)
    (folder / "Package.swift").write_text(PACKAGE)
    (folder / "Sources" / "bare" / "Bare.swift").write_text(SOURCE)
    versions = ROOT / "Package.resolved"
    if versions.exists():
        shutil.copy(versions, folder)
    return folder


def bare_program():
    """The bare server's program, built when its source changed (five minutes the first time)."""
    folder, scratch = write_bare_server(), DATA / "build-pages"
    say("building the bare server")
    run("swift", "build", "-c", "release", "--package-path", folder, "--scratch-path", scratch, "--product", "bare")
    return scratch / "release" / "bare"


class bare_server:
    """The bare server on a free port, serving the files of a folder, for the duration of a `with`."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        command = [str(bare_program()), "--port", "0", "--folder", str(self.folder)]
        with open(DATA / "bare.txt", "w+") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        while not (found := re.search(r"listening on 127\.0\.0\.1:(\d+)", (DATA / "bare.txt").read_text())):
            if self.process.poll() is not None:
                raise SystemExit(f"The bare server stopped; see {DATA / 'bare.txt'}.")
        self.port = int(found.group(1))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
