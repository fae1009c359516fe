"""Time and memory of spectra over long recordings.

    .venv/bin/python benchmarks/spectrogram.py [gigabytes ...]

Writes Digital RF recordings of one channel at 2.5 MS/s, int16, in files of 125 ms, by default of
0.6 and 6 GB, into the temporary folder (TMPDIR), and removes them. Each spectrum is made in a
process of its own, so that its peak memory is its own.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

RATE = 2_500_000
BYTES_PER_SAMPLE = 4
SIZES = (0.6, 6.0)

WRITE = """
import sys
from pathlib import Path
import digital_rf, numpy as np
channel, seconds, rate = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
channel.mkdir()
writer = digital_rf.DigitalRFWriter(
    str(channel), np.int16, 3600, 125, 1_719_499_740 * rate, rate, 1, "written", is_complex=True,
    is_continuous=True, marching_periods=False,
)
noise = np.random.default_rng(1).integers(-300, 300, (rate, 2), np.int16)
time = np.arange(rate)
for second in range(seconds):
    tone = 8000 * np.exp(2j * np.pi * (200_000 + 1000 * second) / rate * time)
    writer.rf_write(noise + np.stack([tone.real, tone.imag], axis=1).astype(np.int16))
writer.close()
"""

MEASURE = """
import resource, sys, time
from spectrumx import rf
with rf.open(sys.argv[1]) as recording:
    recording.read(0, 1000)
    began, busy = time.perf_counter(), time.process_time()
    {call}
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    samples = len(recording)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(seconds, busy, samples / busy / 1e6, peak)
"""

CALLS = {
    "opened, 1,000 samples": "pass",
    "psd()": "recording.psd()",
    "psd(8192)": "recording.psd(8192)",
    "spectrogram()": "recording.spectrogram()",
    "spectrogram(frames=4)": "recording.spectrogram(frames=4)",
    "plot_spectrogram()": "recording.plot_spectrogram().figure.savefig('/dev/null', format='png')",
}


def main() -> None:
    """Write, measure, print."""
    sizes = [float(each) for each in sys.argv[1:]] or SIZES
    print(f"{'':24}{'GB':>6}{'seconds':>10}{'CPU s':>8}{'MS/CPU s':>10}{'peak MiB':>10}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            channel = Path(folder) / "ch0"
            seconds = round(size * 1e9 / RATE / BYTES_PER_SAMPLE)
            run(WRITE, channel, seconds, RATE)
            for name, call in CALLS.items():
                measured = run(MEASURE.format(call=call), channel).split()
                took, busy, pace, peak = map(float, measured)
                # Of a quick look, and of opening, not every sample is read.
                shown = "" if "frames" in name or call == "pass" else f"{pace:.1f}"
                print(
                    f"{name:24}{size:6}{took:10.2f}{busy:8.2f}{shown:>10}{peak:10.0f}", flush=True
                )


def run(script: str, *arguments: object) -> str:
    """What a script prints that runs in an interpreter of its own."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    main()
