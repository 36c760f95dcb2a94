using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using HostWall.Benchmarks;
using HostWall.Benchmarks.Figures;

switch (args)
{
    case ["transactions"]:
        TransactionFigure.Print();
        break;
    case ["kernel"]:
        await KernelFigure.PrintAsync();
        break;
    case ["flows"]:
        await FlowFigure.PrintAsync();
        break;
    case ["host", var folder, var program]:
        await HostFigure.PrintAsync(folder, program);
        break;
    default:
        // In this process: a generated project would fall under the solution's build rules.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10);
        BenchmarkSwitcher.FromAssembly(typeof(PipelineBenchmarks).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        break;
}
