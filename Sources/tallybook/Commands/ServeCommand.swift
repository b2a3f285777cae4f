import ArgumentParser
import Foundation
import Logging
import SingleSignOn
import Web

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the pages, the files and the API until stopped (Ctrl-C).")

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions
  @OptionGroup var mail: MailOptions
  @Option(help: "The address to listen on; 127.0.0.1 is this machine alone. [TALLYBOOK_HOST]")
  var host = Environment.text("TALLYBOOK_HOST") ?? "127.0.0.1"
  @Option(help: "The port to listen on; 0 takes a free one. [TALLYBOOK_PORT]")
  var port = Environment.text("TALLYBOOK_PORT").flatMap { Int($0) } ?? 8080
  @Flag(help: "Browsers reach this server by HTTPS (through a proxy): cookies are kept to it. [TALLYBOOK_HTTPS]")
  var https = Environment.text("TALLYBOOK_HTTPS") == "true"
  @Option(
    help:
      "How many proxies stand before this server that append to X-Forwarded-For: limits on signing in count the address that they saw. [TALLYBOOK_PROXIES]"
  )
  var proxies = Environment.text("TALLYBOOK_PROXIES").flatMap { Int($0) } ?? 0
  @Option(
    help: "The file of Chart.js, which draws the charts; without it pages have none. [TALLYBOOK_CHART_LIBRARY]",
    completion: .file())
  var chartLibrary = Environment.text("TALLYBOOK_CHART_LIBRARY") ?? ChartLibrary.usualPlace
  @Option(
    help:
      "How many files are made at a time in the background, 0 to 4; 0 leaves them to another server at the same store. [TALLYBOOK_WORKERS]"
  )
  var workers = Environment.text("TALLYBOOK_WORKERS").flatMap { Int($0) } ?? 2
  @Option(
    help:
      "Rows above which Download, Now offers the e-mail way before the wait, 50000 by default. [TALLYBOOK_LARGE_FILE]"
  )
  var largeFile = Environment.text("TALLYBOOK_LARGE_FILE").flatMap { Int($0) } ?? 50_000
  @Option(
    help:
      "After how many runs in a row that nobody downloads a report's schedule pauses; 0: never. [TALLYBOOK_UNUSED_RUNS]"
  )
  var unusedRuns = Environment.text("TALLYBOOK_UNUSED_RUNS").flatMap { Int($0) } ?? 3
  @Option(help: "The folder of those files; STORE.files beside the store by default. [TALLYBOOK_FILES]")
  var files: String?
  @Option(
    help: "The most MiB of JSON lines that the API takes in at once. [TALLYBOOK_RECORDS_LIMIT]")
  var recordsLimit = Environment.text("TALLYBOOK_RECORDS_LIMIT").flatMap { Int($0) } ?? 2048
  @Option(
    help:
      "The address by which people reach this server, for links in mails and single sign-on: https://… [TALLYBOOK_PUBLIC_URL]"
  )
  var publicURL: String?

  func run() async throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port \(port) is no port, 0 to 65535.") }
    guard largeFile >= 0 else { throw ValidationError("--large-file \(largeFile) is below 0.") }
    guard (0...4).contains(workers) else { throw ValidationError("--workers \(workers) is not 0 to 4.") }
    guard (0...9).contains(proxies) else { throw ValidationError("--proxies \(proxies) is not 0 to 9.") }
    guard (0...99).contains(unusedRuns) else { throw ValidationError("--unused-runs \(unusedRuns) is not 0 to 99.") }
    var settings = try platform.site(
      now: try options.clock(), isSecure: https, chartLibrary: ChartLibrary(file: URL(filePath: chartLibrary)))
    settings.singleSignOn = try singleSignOn.settings()
    guard (1...1_048_576).contains(recordsLimit) else {
      throw ValidationError("--records-limit \(recordsLimit) is not 1 to 1048576 MiB.")
    }
    settings.recordsLimit = recordsLimit * 1_048_576
    settings.workers = workers
    settings.proxies = proxies
    settings.largeFile = largeFile
    settings.unusedRuns = unusedRuns
    settings.filesFolder = URL(
      filePath: try files ?? Environment.text("TALLYBOOK_FILES") ?? options.filesFolder(),
      directoryHint: .isDirectory)
    settings.mail = try mail.sending()
    settings.address = try publicAddress()
    settings.singleSignOn?.publicURL = settings.address
    let database = try await options.open(isNew: true)
    var logger = Logger(label: "tallybook") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    let host = host
    let serving = settings
    do {
      try await Server.serve(
        database, serving, host: host, port: port, logger: logger, stopsOnSignal: true
      ) { port in
        print("Tallybook serves http://\(host):\(port)")
        fflush(nil)
      }
    } catch {
      Failing.exit(
        .unavailable,
        "The server on \(host):\(port) stopped: \(error). If another program listens there, choose another --port.")
    }
  }

  private func publicAddress() throws -> String? {
    guard let publicURL = publicURL ?? Environment.text("TALLYBOOK_PUBLIC_URL") else { return nil }
    guard let parts = URLComponents(string: publicURL), ["http", "https"].contains(parts.scheme), parts.host != nil,
      parts.query == nil, parts.fragment == nil
    else { throw ValidationError("--public-url \(publicURL) is no address, such as https://stats.example.com.") }
    return publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
  }
}
