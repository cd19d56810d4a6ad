using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Granary.Benchmarks.Wire.Exchange;
using Granary.Grains.Interfaces.Tensors;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>
/// What the machine can do: the same exchange over one TCP connection with blocking calls, a thread that receives and computes and
/// a thread that sends.
/// </summary>
/// <remarks>A message is four numbers, of which the first two say whether it is an answer and which slice, and the floats.</remarks>
public sealed class RawNode : INode
{
    private const int Window = 4;
    private const int HeaderBytes = 16;

    private readonly Socket _socket;
    private readonly BlockingCollection<(bool IsAnswer, int Slice, TensorBlock Block)> _toSend = [];
    private readonly SemaphoreSlim _answered = new(0);
    private readonly Thread _receiver;
    private readonly Thread _sender;
    private readonly List<(float[] Array, TensorBlock Block)> _buffers = [];
    private Slices _slices = null!;
    private long _receives;

    private RawNode(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
        _receiver = new Thread(ReceiveAll) { IsBackground = true };
        _sender = new Thread(SendAll) { IsBackground = true };
    }

    public long? Receives => Interlocked.Read(ref _receives);

    /// <summary>Connects the two processes; process 0 listens.</summary>
    public static RawNode Start(int process, int port)
    {
        var endpoint = new IPEndPoint(IPAddress.Loopback, port);
        if (process == 1)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(endpoint);
            return new RawNode(socket);
        }

        using var listening = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listening.Bind(endpoint);
        listening.Listen();
        Node.SayReady();
        return new RawNode(listening.Accept());
    }

    public Task Prepare(Slices slices)
    {
        _slices = slices;
        _buffers.Clear();
        _buffers.AddRange(Enumerable.Range(0, slices.Workload.Slices).Select(s => Slice.NewBlock(slices.Workload.Length(s), 0)));
        if (!_sender.IsAlive)
        {
            _receiver.Start();
            _sender.Start();
        }

        return Task.CompletedTask;
    }

    public Task Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _toSend.CompleteAdding();
        _sender.Join();
        _socket.Shutdown(SocketShutdown.Both);
        _receiver.Join();
        _socket.Dispose();
        return default;
    }

    private void Step()
    {
        var count = _slices.Workload.Slices;
        var own = new Task<TensorBlock>?[count];
        for (var s = 0; s < count; s++)
        {
            own[s] = _slices.Owned[s]?.HandIn(_slices.Gradients[s]);
        }

        var sent = 0;
        for (var s = 0; s < count; s++)
        {
            if (own[s] is null)
            {
                if (sent++ >= Window)
                {
                    _answered.Wait();
                }

                _toSend.Add((false, s, _slices.Gradients[s]));
            }
        }

        for (var left = Math.Min(sent, Window); left > 0; left--)
        {
            _answered.Wait();
        }

        for (var s = 0; s < count; s++)
        {
            if (own[s] is { } answer)
            {
                _slices.Receive(s, answer.GetAwaiter().GetResult());
            }
        }
    }

    private void SendAll()
    {
        Span<int> header = stackalloc int[HeaderBytes / sizeof(int)];
        foreach (var (isAnswer, slice, block) in _toSend.GetConsumingEnumerable())
        {
            (header[0], header[1]) = (isAnswer ? 1 : 0, slice);
            Send(MemoryMarshal.AsBytes(header));
            Send(MemoryMarshal.AsBytes(block.Span));
        }
    }

    private void ReceiveAll()
    {
        Span<int> header = stackalloc int[HeaderBytes / sizeof(int)];
        while (Receive(MemoryMarshal.AsBytes(header)))
        {
            var slice = header[1];
            var (array, block) = _buffers[slice];
            Receive(MemoryMarshal.AsBytes(array.AsSpan()));
            if (header[0] != 0)
            {
                _slices.Receive(slice, block);
                _answered.Release();
                continue;
            }

            var answer = _slices.Owned[slice]!.HandIn(block);
            if (answer.IsCompleted)
            {
                _toSend.Add((true, slice, answer.Result));
            }
            else
            {
                // The other process is a step ahead.
                answer.ContinueWith(a => _toSend.Add((true, slice, a.Result)), TaskScheduler.Default);
            }
        }
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[_socket.Send(bytes)..];
        }
    }

    private bool Receive(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var received = _socket.Receive(bytes);
            if (received == 0)
            {
                return false;
            }

            _receives++;
            bytes = bytes[received..];
        }

        return true;
    }
}
