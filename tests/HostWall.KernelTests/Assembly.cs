using Xunit.Sdk;
using Xunit.v3;

// Real packets with limits in milliseconds do not stand other tests beside them on a machine with two cores.
[assembly: Parallelization(Mode = ParallelMode.None)]
