/** Sentences of the kind that a reader types, written for the demo "Which of your sentences are alike?". */

/** To choose the copy's settings with. */
export const CHOOSING = `
The train to the coast leaves at seven.|Our bus was an hour late again.|You can cycle to the beach along the river.|The airport is closed because of snow.
I baked bread with too much salt.|This soup needs a little pepper.|She cooks for eight people every Sunday.|The restaurant has no free table tonight.
My daughter has learned to swim.|The boy won the race at school.|Our team lost the final by one goal.|He runs ten kilometers before breakfast.
The printer is out of ink.|My laptop will not start.|Please send me the file again.|The new phone takes better pictures.
The roof leaks when it rains.|We painted the kitchen yellow.|The rent has gone up twice this year.|They are building a house next door.
The doctor told him to rest.|I have had a headache since yesterday.|The nurse took my temperature.|She broke her arm on the ice.
`;

/** To report with: looked at once, after the choice. */
export const REPORTING = `
My cat sleeps on the warm windowsill.|The kitten naps in the sun.|A dog barked at the mail carrier.|The puppy chewed up my shoes.
The bank raised its interest rates.|Mortgages have become more expensive.|Shares fell sharply on Monday.|We sat on the bank of the stream.
It will rain all weekend.|Expect showers on Saturday and Sunday.|The summer was hot and dry.|A storm tore the branches off the trees.
I cannot log in to my account.|How do I reset my password?|The website has been down since noon.|Please delete my profile.
She plays the cello in an orchestra.|He practices the violin every evening.|The concert was sold out within minutes.|I fell asleep during the opera.
The film was boring and far too long.|I loved every minute of this movie.|The actors were wonderful, the plot was not.|We left the cinema before the end.
The recipe calls for three eggs.|Whisk the eggs with the sugar.|These apples are sour.|He does not eat meat.
The meeting has been moved to Thursday.|Can we talk tomorrow instead?|I will be ten minutes late.|The deadline is next week.
The vaccine protects children against measles.|Wash your hands before you eat.|Her fever went down overnight.|The hospital needs more nurses.
The telescope found a planet around a distant star.|Two astronauts repaired the space station.|The moon is full tonight.|Light takes eight minutes from the sun to us.
The mayor opened the new bridge.|Voters rejected the plan for a stadium.|The council will plant trees along the road.|The museum is free on Fridays.
Our flight was canceled.|We missed the last ferry home.|The hotel room had a view of the sea.|I lost my suitcase in Lisbon.
`;

/** @returns {string[]} the sentences of one of the two lists */
export const sentencesOf = (/** @type {string} */ list) =>
  list
    .trim()
    .split(/[|\n]/)
    .map((sentence) => sentence.trim());
