Console.Error.WriteLine("hostwall has no command yet");
return 2;
