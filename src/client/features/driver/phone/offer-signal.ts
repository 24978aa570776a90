/** Two soft tones, a fifth apart; heard through a pocket, not frightening at night. */
const TONES_HZ = [587.33, 880];
const TONE_SECONDS = 0.22;
const LOUDNESS = 0.18;

/**
 * Tells the driver of a new offer by sound and vibration. Browsers allow both only after the first touch of the page:
 * before it this stays silent.
 */
export function createOfferSignal() {
  let audio: AudioContext | null = null;
  const wake = () => {
    audio ??= new AudioContext();
    void audio.resume();
  };
  window.addEventListener("pointerdown", wake);
  window.addEventListener("keydown", wake);

  return {
    play: () => {
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([120, 80, 120]);
      if (audio?.state !== "running") return;
      for (const [index, frequency] of TONES_HZ.entries()) tone(audio, frequency, index * TONE_SECONDS);
    },
    close: () => {
      window.removeEventListener("pointerdown", wake);
      window.removeEventListener("keydown", wake);
      void audio?.close();
      audio = null;
    },
  };
}

function tone(audio: AudioContext, frequency: number, delaySeconds: number) {
  const start = audio.currentTime + delaySeconds;
  const oscillator = new OscillatorNode(audio, { frequency, type: "sine" });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS * 1.6);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + TONE_SECONDS * 1.7);
}
