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
  @OptionGroup var log: LogOptions
  @OptionGroup var address: AddressOptions
  @OptionGroup var files: FilesOptions
  @Option(help: "The address to listen on; 127.0.0.1 is this machine alone. [TALLYBOOK_HOST]")
  var host = "127.0.0.1"
  @Option(help: "The port to listen on; 0 takes a free one. [TALLYBOOK_PORT]")
  var port = 8080
  @Option(
    help:
      "How many proxies stand before this server that append to X-Forwarded-For: limits on signing in count the address that they saw. [TALLYBOOK_PROXIES]"
  )
  var proxies = 0
  @Option(
    help: "The file of Chart.js, which draws the charts; without it pages have none. [TALLYBOOK_CHART_LIBRARY]",
    completion: .file())
  var chartLibrary = ChartLibrary.usualPlace
  @Option(
    help:
      "How many files are made at a time in the background, 0 to 4; 0 leaves them to another server at the same store. [TALLYBOOK_WORKERS]"
  )
  var workers = 2
  @Option(
    help:
      "Rows above which Download, Now offers the e-mail way before the wait, 50000 by default. [TALLYBOOK_LARGE_FILE]"
  )
  var largeFile = 50_000
  @Option(
    help:
      "After how many runs in a row that nobody downloads a report's schedule pauses; 0: never. [TALLYBOOK_UNUSED_RUNS]"
  )
  var unusedRuns = 3
  @Option(
    help: "The most MiB of JSON lines that the API takes in at once. [TALLYBOOK_RECORDS_LIMIT]")
  var recordsLimit = 2048

  @Option(
    help:
      "The most connections at a time, 8 to 65536; 0: 4096, or as many as the limit of open files (ulimit -n) leaves room for. [TALLYBOOK_CONNECTIONS]"
  )
  var connections = 0
  @Option(
    help:
      "How many seconds requests may take to end once the server is asked to stop (SIGTERM, Ctrl-C). [TALLYBOOK_STOP_LIMIT]"
  )
  var stopLimit = 30

  func run() async throws {
    guard (0...3_600).contains(stopLimit) else { throw ValidationError("--stop-limit \(stopLimit) is not 0 to 3600.") }
    guard connections == 0 || (8...65_536).contains(connections) else {
      throw ValidationError("--connections \(connections) is not 0, or 8 to 65536.")
    }
    guard (0...65_535).contains(port) else { throw ValidationError("--port \(port) is no port, 0 to 65535.") }
    guard largeFile >= 0 else { throw ValidationError("--large-file \(largeFile) is below 0.") }
    guard (0...4).contains(workers) else { throw ValidationError("--workers \(workers) is not 0 to 4.") }
    guard (0...9).contains(proxies) else { throw ValidationError("--proxies \(proxies) is not 0 to 9.") }
    guard (0...99).contains(unusedRuns) else { throw ValidationError("--unused-runs \(unusedRuns) is not 0 to 99.") }
    var settings = try platform.site(
      now: try options.clock(), isSecure: address.https, chartLibrary: ChartLibrary(file: URL(filePath: chartLibrary)))
    settings.singleSignOn = try singleSignOn.settings()
    guard (1...1_048_576).contains(recordsLimit) else {
      throw ValidationError("--records-limit \(recordsLimit) is not 1 to 1048576 MiB.")
    }
    settings.recordsLimit = recordsLimit * 1_048_576
    settings.workers = workers
    settings.connections = connections == 0 ? nil : connections
    settings.proxies = proxies
    settings.largeFile = largeFile
    settings.unusedRuns = unusedRuns
    settings.filesFolder = try files.folder(options)
    settings.mail = try mail.sending()
    settings.address = try address.url()
    settings.singleSignOn?.publicURL = settings.address
    if settings.singleSignOn != nil, settings.address == nil, !["127.0.0.1", "::1", "localhost"].contains(host) {
      throw ValidationError(
        "Single sign-on needs the address by which people reach this server: set --public-url https://….")
    }
    DescriptorLimit.raise()
    let database = try await options.open(isNew: true)
    settings.stopLimit = .seconds(stopLimit)
    let logger = try log.logger()
    let host = host
    let serving = settings
    do {
      try await Server.serve(
        database, serving, host: host, port: port, logger: logger, stopsOnSignal: true
      ) { port in
        print("Tallybook serves http://\(host):\(port)")
        fflush(nil)
        logger.notice("Serving", metadata: ["host": "\(host)", "port": .stringConvertible(port)])
      }
    } catch {
      Failing.exit(
        .unavailable,
        "The server on \(host):\(port) stopped: \(error). If another program listens there, choose another --port.")
    }
  }
}
