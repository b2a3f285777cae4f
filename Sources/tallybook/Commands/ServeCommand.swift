import ArgumentParser
import Foundation
import Logging
import Web

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serve the pages, the files and the API until stopped (Ctrl-C).")

  @OptionGroup var options: StoreOptions
  @OptionGroup var platform: PlatformOptions
  @OptionGroup var singleSignOn: SingleSignOnOptions
  @Option(help: "The address to listen on; 127.0.0.1 is this machine alone. [TALLYBOOK_HOST]")
  var host = Environment.text("TALLYBOOK_HOST") ?? "127.0.0.1"
  @Option(help: "The port to listen on; 0 takes a free one. [TALLYBOOK_PORT]")
  var port = Environment.text("TALLYBOOK_PORT").flatMap { Int($0) } ?? 8080
  @Flag(help: "Browsers reach this server by HTTPS (through a proxy): cookies are kept to it. [TALLYBOOK_HTTPS]")
  var https = Environment.text("TALLYBOOK_HTTPS") == "true"
  @Option(
    help: "The file of Chart.js, which draws the charts; without it pages have none. [TALLYBOOK_CHART_LIBRARY]",
    completion: .file())
  var chartLibrary = Environment.text("TALLYBOOK_CHART_LIBRARY") ?? ChartLibrary.usualPlace

  func run() async throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port \(port) is no port, 0 to 65535.") }
    let database = try await options.open(isNew: true)
    var settings = try platform.site(
      now: try options.clock(), isSecure: https, chartLibrary: ChartLibrary(file: URL(filePath: chartLibrary)))
    settings.singleSignOn = try singleSignOn.settings()
    var logger = Logger(label: "tallybook") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    let host = host
    do {
      try await Server.serve(
        database, settings, host: host, port: port, logger: logger, stopsOnSignal: true
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
}
