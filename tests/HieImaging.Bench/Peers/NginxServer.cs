using System.Net;
using System.Net.Sockets;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Peers;

/// <summary>An nginx of this run's own, with the settings that the bars were set with; two workers.</summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly RunningProcess _process;

    private NginxServer(RunningProcess process, Uri address) => (_process, Address, Tree) = (process, address, new ProcessTree(process.Id));

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>The master with its workers.</summary>
    public ProcessTree Tree { get; }

    /// <summary>Answers addresses that match a pattern with a file of the folder, under a media type.</summary>
    public static Task<NginxServer> FilesAsync(string folder, params IEnumerable<(string Pattern, string File, string MediaType)> files) =>
        StartAsync("", port => $$"""
            server { listen 127.0.0.1:{{port}}; root {{folder}};
            {{string.Join('\n', files.Select(file => $"location ~ {file.Pattern} {{ rewrite ^ /{file.File} break; default_type '{file.MediaType}'; }}"))}} }
            """);

    /// <summary>Passes everything on to one origin, over connections that it keeps.</summary>
    public static Task<NginxServer> ProxyAsync(Uri origin) => StartAsync(
        $"upstream origin {{ server {origin.Authority}; keepalive 32; keepalive_requests 1000000; }}",
        port => $"server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://origin; }} }}");

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();                                // SIGTERM: the workers end with their master
        await _process.DisposeAsync();
    }

    private static async Task<NginxServer> StartAsync(string upstream, Func<int, string> server)
    {
        await Installed.EnsureAsync("nginx");
        var folder = Checkout.NewFolder("nginx");
        Directory.CreateDirectory(Path.Combine(folder, "t"));
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            worker_processes 2; daemon off; pid nginx.pid; error_log error.log;
            events { worker_connections 1024; }
            http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
              client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
              {{upstream}}
              proxy_http_version 1.1; proxy_set_header Connection "";
              proxy_buffer_size 64k; proxy_buffers 16 64k; proxy_busy_buffers_size 128k; proxy_max_temp_file_size 0;
              {{server(port)}} }
            """);
        var process = RunningProcess.Start("/usr/sbin/nginx", ["-p", folder + "/", "-c", "nginx.conf", "-e", "error.log"]);
        try
        {
            await Deadline.Until("nginx listens", async () =>
            {
                using var socket = new TcpClient();
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, port);
                    return true;
                }
                catch (SocketException) when (!process.HasExited)
                {
                    return false;
                }
            });
            return new NginxServer(process, new Uri($"http://127.0.0.1:{port}/"));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that nobody has at this moment.</summary>
    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
