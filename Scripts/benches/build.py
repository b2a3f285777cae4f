"""A first build, compared with that of the smallest server with the same packages."""

import shutil

from benches.measuring import DATA, ROOT, cells, run, say, table


def measure_build(options):
    """A first release build of Tallybook and of the smallest server with the same packages, both from nothing."""
    bare = write_bare_server()
    times = {}
    # The first build also reads the compiler from the disk: that counts for Tallybook.
    for name, folder in [("tallybook", ROOT), ("bare", bare)]:
        scratch = DATA / f"build-{name}"
        shutil.rmtree(scratch, ignore_errors=True)
        run("swift", "package", "--package-path", folder, "--scratch-path", scratch, "resolve")
        command = ["swift", "build", "-c", "release", "--package-path", folder, "--scratch-path", scratch]
        times[name] = run(*command, "--product", name)
        say(f"{name}: {times[name]}")
        shutil.rmtree(scratch, ignore_errors=True)
    ratio = times["tallybook"].wall / times["bare"].wall
    processor = times["tallybook"].processor / times["bare"].processor
    rows = [
        ["Hummingbird, mustache, GRDB, argument-parser: one page", *cells([times["bare"]])[:2], "1"],
        ["Tallybook", *cells([times["tallybook"]])[:2], f"**{ratio:.2f} ×** ({processor:.2f} ×)"],
    ]
    return table(["release build from nothing, packages already fetched", "time", "processor time", "ratio"], rows)


BARE_PACKAGE = """\
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

BARE_SOURCE = """\
import ArgumentParser
import GRDB
import Hummingbird
import Mustache

@main
struct Bare: AsyncParsableCommand {
  @Option var port = 8080

  func run() async throws {
    let database = try DatabaseQueue()
    let page = try MustacheTemplate(string: "<p>{{.}}</p>")
    let router = Router()
    router.get("/") { _, _ in
      let number = try await database.read { try Int.fetchOne($0, sql: "SELECT 1") ?? 0 }
      return page.render(number)
    }
    let configuration = ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
    try await Application(router: router, configuration: configuration).runService()
  }
}
"""


def write_bare_server():
    folder = DATA / "bare"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "Sources" / "bare").mkdir(parents=True)
    (folder / "Package.swift").write_text(BARE_PACKAGE)
    (folder / "Sources" / "bare" / "Bare.swift").write_text(BARE_SOURCE)
    versions = ROOT / "Package.resolved"
    if versions.exists():
        shutil.copy(versions, folder)
    return folder
